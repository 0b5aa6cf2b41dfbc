import { type AggregateState, type MemberState, type OrganizationId, isOwner } from '@keyledger/domain';

/** Finds members by who they are, and counts owners. */
export class Members {
  /** By organization and subject: all that there ever were, oldest first. */
  readonly #all = new Map<string, string[]>();
  /** By subject: those that are not removed, oldest first. */
  readonly #current = new Map<string, Set<string>>();
  readonly #owners = new Map<OrganizationId, number>();

  /** @param before undefined where it is new */
  put(member: MemberState, before: AggregateState | undefined): void {
    const { id, organizationId, subject } = member;
    if (before === undefined) this.#add(nameOf(organizationId, subject), id);
    const current = this.#current.get(subject) ?? new Set();
    if (member.removed) current.delete(id);
    else this.#current.set(subject, current.add(id));
    if (current.size === 0) this.#current.delete(subject);
    const wasOwner = before?.type === 'member' && isOwner(before);
    const change = Number(isOwner(member)) - Number(wasOwner);
    this.#owners.set(organizationId, this.ownerCount(organizationId) + change);
  }

  all(organizationId: string, subject: string): readonly string[] {
    return this.#all.get(nameOf(organizationId, subject)) ?? [];
  }

  of(subject: string): readonly string[] {
    return [...(this.#current.get(subject) ?? [])];
  }

  ownerCount(organizationId: OrganizationId): number {
    return this.#owners.get(organizationId) ?? 0;
  }

  #add(name: string, id: string): void {
    const ids = this.#all.get(name);
    if (ids === undefined) this.#all.set(name, [id]);
    else ids.push(id);
  }
}

/** Ids have no line breaks. */
const nameOf = (organizationId: string, subject: string): string => `${organizationId}\n${subject}`;
