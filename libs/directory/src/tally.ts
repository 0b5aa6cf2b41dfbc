import type { OrganizationId } from '@keyledger/domain';

/** Counts something in each organization. */
export class Tally {
  readonly #counts = new Map<OrganizationId, number>();

  of(organizationId: OrganizationId): number {
    return this.#counts.get(organizationId) ?? 0;
  }

  /** Something changed: whether it counted before that, and whether it counts now. */
  put(organizationId: OrganizationId, counted: boolean, counts: boolean): void {
    if (counted !== counts) this.#counts.set(organizationId, this.of(organizationId) + (counts ? 1 : -1));
  }
}
