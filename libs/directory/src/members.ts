import { type AggregateState, type MemberState, type OrganizationId, isOwner } from '@keyledger/domain';
import { Tally } from './tally.ts';

/** Finds members by who they are, and counts them. */
export class Members {
  /** By organization and subject: all that there ever were, oldest first. */
  readonly #all = new Map<string, string[]>();
  /** By subject: those that are not removed, oldest first. */
  readonly #current = new Map<string, Set<string>>();
  /** Those that are not removed, and the owners among them. */
  readonly #counts = new Tally();
  readonly #owners = new Tally();

  /** @param before undefined where it is new */
  put(member: MemberState, before: AggregateState | undefined): void {
    const { id, organizationId, subject } = member;
    if (before === undefined) this.#add(nameOf(organizationId, subject), id);
    const current = this.#current.get(subject) ?? new Set();
    if (member.removed) current.delete(id);
    else this.#current.set(subject, current.add(id));
    if (current.size === 0) this.#current.delete(subject);
    const was = before?.type === 'member' ? before : undefined;
    this.#counts.put(organizationId, was?.removed === false, !member.removed);
    this.#owners.put(organizationId, was !== undefined && isOwner(was), isOwner(member));
  }

  all(organizationId: string, subject: string): readonly string[] {
    return this.#all.get(nameOf(organizationId, subject)) ?? [];
  }

  of(subject: string): readonly string[] {
    return [...(this.#current.get(subject) ?? [])];
  }

  ownerCount(organizationId: OrganizationId): number {
    return this.#owners.of(organizationId);
  }

  count(organizationId: OrganizationId): number {
    return this.#counts.of(organizationId);
  }

  #add(name: string, id: string): void {
    const ids = this.#all.get(name);
    if (ids === undefined) this.#all.set(name, [id]);
    else ids.push(id);
  }
}

/** Ids have no line breaks. */
const nameOf = (organizationId: string, subject: string): string => `${organizationId}\n${subject}`;
