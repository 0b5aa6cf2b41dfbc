import {
  type Aggregate,
  type Attempt,
  BEFORE_FIRST,
  type FoldVerdict,
  type FoldView,
  type LedgerPosition,
  type MemberState,
  foldAttempt,
  isOwner,
  positionAfter,
} from '@keyledger/domain';

/** The fold of a ledger that is in memory: the plainest view there can be. */
export class MemoryFold implements FoldView {
  position: LedgerPosition = BEFORE_FIRST;
  readonly aggregates = new Map<string, Aggregate>();
  readonly #creations = new Map<string, Aggregate>();
  readonly #slugs = new Set<string>();
  readonly #digests = new Set<string>();

  aggregate(id: string): Aggregate | undefined {
    return this.aggregates.get(id);
  }

  createdBy(commandId: string): Aggregate | undefined {
    return this.#creations.get(commandId);
  }

  isSlugTaken(slug: string): boolean {
    return this.#slugs.has(slug);
  }

  isDigestTaken(digest: string): boolean {
    return this.#digests.has(digest);
  }

  isTokenDigestTaken(digest: string): boolean {
    return [...this.aggregates.values()].some(({ state }) => state.type === 'token' && state.digest === digest);
  }

  membersOf(organizationId: string, subject: string): Aggregate<MemberState>[] {
    return this.#members(organizationId).filter(({ state }) => state.subject === subject);
  }

  ownerCount(organizationId: string): number {
    return this.#members(organizationId).filter(({ state }) => isOwner(state)).length;
  }

  #members(organizationId: string): Aggregate<MemberState>[] {
    const isMember = (each: Aggregate): each is Aggregate<MemberState> => each.state.type === 'member';
    return [...this.aggregates.values()]
      .filter(isMember)
      .filter(({ state }) => state.organizationId === organizationId);
  }

  /** Folds the ledger's next record. */
  fold(attempt: Attempt): FoldVerdict {
    this.position = positionAfter(this.position);
    const verdict = foldAttempt(this, this.position, attempt);
    if (verdict.kind === 'accepted') this.#keep(verdict.aggregate);
    return verdict;
  }

  #keep(aggregate: Aggregate): void {
    const { id, creation, state } = aggregate;
    this.aggregates.set(id, aggregate);
    this.#creations.set(creation.commandId, aggregate);
    if (state.type === 'organization') this.#slugs.add(state.slug);
    if (state.type === 'key') for (const { digest } of state.secrets) this.#digests.add(digest);
  }
}
