import {
  type Aggregate,
  type AggregateState,
  type Attempt,
  BEFORE_FIRST,
  type CommandId,
  type FoldVerdict,
  type FoldView,
  type KeyDigest,
  DEFAULT_MAX_HOLD_MS,
  type KeyState,
  type LedgerPosition,
  type LedgerState,
  type MemberState,
  type OrganizationId,
  type OrganizationState,
  type TokenState,
  type WebhookState,
  foldAttempt,
} from '@keyledger/domain';
import type { DirectorySnapshot } from './checkpoint/ledger-mark.ts';
import { Members } from './members.ts';
import { Secrets } from './secrets.ts';
import { StateHash } from './state-hash.ts';
import { Tally } from './tally.ts';
import { Webhooks } from './webhooks.ts';

const NOT_OPENED: LedgerState = {
  type: 'ledger',
  ledgerId: '',
  previousIds: [],
  maxHoldMs: DEFAULT_MAX_HOLD_MS,
  longestHoldMs: DEFAULT_MAX_HOLD_MS,
};

type AggregateOf<Type> = Aggregate<Extract<AggregateState, { type: Type }>>;

/** Where a digest leads. */
export interface FoundSecret {
  readonly key: Aggregate<KeyState>;
  readonly organization: Aggregate<OrganizationState>;
  /** Which of the key's secrets it is, newest first; -1: one that the key does not remember any more. */
  readonly index: number;
}

/** A hash over everything, and every record up to where it takes in. */
export interface StateHashAt {
  readonly position: LedgerPosition;
  /** 64 hexadecimal digits. */
  readonly hash: string;
}

/** Everything that the ledger's prefix up to {@link applied} says: the materialised fold. */
export class Directory implements FoldView {
  readonly #aggregates = new Map<string, Aggregate>();
  readonly #stateHash = new StateHash(this.#aggregates);
  readonly #creations = new Map<CommandId, string>();
  readonly #slugs = new Map<string, OrganizationId>();
  readonly #secrets = new Secrets();
  readonly #tokenOfDigest = new Map<string, string>();
  readonly #members = new Members();
  readonly #webhooks = new Webhooks(this);
  readonly #keyCounts = new Tally();
  readonly #tokenCounts = new Tally();
  #applied = BEFORE_FIRST;

  /** Every record at or below this has been folded. */
  get applied(): LedgerPosition {
    return this.#applied;
  }

  /** What the ledger says of itself; before its first event, an identity that is empty. */
  get ledger(): LedgerState {
    return this.#ofType('ledger', 'ledger')?.state ?? NOT_OPENED;
  }

  get ledgerId(): string {
    return this.ledger.ledgerId;
  }

  /** The ids of the digest keys that some secret was digested with. */
  get secretDigestKeyIds(): ReadonlySet<string> {
    return this.#secrets.digestKeyIds;
  }

  /** The ids of all digest keys that are needed: also of those that webhooks' secrets are made from. */
  get digestKeyIds(): ReadonlySet<string> {
    return new Set([...this.#secrets.digestKeyIds, ...this.#webhooks.digestKeyIds()]);
  }

  /** Folds the attempt at `position`; {@link applied} does not move before {@link advance}. */
  fold(position: LedgerPosition, attempt: Attempt): FoldVerdict {
    const verdict = foldAttempt(this, position, attempt);
    if (verdict.kind === 'accepted') this.#put(verdict.aggregate, verdict.before);
    return verdict;
  }

  /** Everything up to here has been folded. */
  advance(upTo: LedgerPosition): void {
    if (upTo > this.#applied) this.#applied = upTo;
  }

  aggregate(id: string): Aggregate | undefined {
    return this.#aggregates.get(id);
  }

  createdBy(commandId: CommandId): Aggregate | undefined {
    const id = this.#creations.get(commandId);
    return id === undefined ? undefined : this.#aggregates.get(id);
  }

  isSlugTaken(slug: string): boolean {
    return this.#slugs.has(slug);
  }

  isDigestTaken(digest: string): boolean {
    return this.#secrets.keyOf(digest) !== undefined;
  }

  isTokenDigestTaken(digest: string): boolean {
    return this.#tokenOfDigest.has(digest);
  }

  key(id: string): Aggregate<KeyState> | undefined {
    return this.#ofType('key', id);
  }

  organization(id: string): Aggregate<OrganizationState> | undefined {
    return this.#ofType('organization', id);
  }

  token(id: string): Aggregate<TokenState> | undefined {
    return this.#ofType('token', id);
  }

  findToken(digest: string): Aggregate<TokenState> | undefined {
    return this.token(this.#tokenOfDigest.get(digest) ?? '');
  }

  member(id: string): Aggregate<MemberState> | undefined {
    return this.#ofType('member', id);
  }

  webhook(id: string): Aggregate<WebhookState> | undefined {
    return this.#ofType('webhook', id);
  }

  /** Those that may be told something now, oldest first. */
  activeWebhooks(): Iterable<Aggregate<WebhookState>> {
    return this.#webhooks.active();
  }

  /** Who is, or was last, the organization's member of this subject. */
  findMember(organizationId: string, subject: string): Aggregate<MemberState> | undefined {
    return this.member(this.#members.all(organizationId, subject).at(-1) ?? '');
  }

  /** All of the organization's members of this subject that there ever were, oldest first. */
  membersOf(organizationId: string, subject: string): readonly Aggregate<MemberState>[] {
    return this.#members.all(organizationId, subject).flatMap((id) => this.member(id) ?? []);
  }

  /** What somebody is a member of now, oldest first. */
  memberships(subject: string): readonly Aggregate<MemberState>[] {
    return this.#members.of(subject).flatMap((id) => this.member(id) ?? []);
  }

  ownerCount(organizationId: OrganizationId): number {
    return this.#members.ownerCount(organizationId);
  }

  findSecret(digest: KeyDigest): FoundSecret | undefined {
    const key = this.key(this.#secrets.keyOf(digest) ?? '');
    const organization = this.organization(key?.state.organizationId ?? '');
    if (key === undefined || organization === undefined) return undefined;
    return { key, organization, index: key.state.secrets.findIndex((secret) => secret.digest === digest) };
  }

  /** Of keys that there ever were. */
  keyCount(organizationId: OrganizationId): number {
    return this.#keyCounts.of(organizationId);
  }

  /** Of tokens that are not revoked. */
  tokenCount(organizationId: OrganizationId): number {
    return this.#tokenCounts.of(organizationId);
  }

  /** Of members that are not removed. */
  memberCount(organizationId: OrganizationId): number {
    return this.#members.count(organizationId);
  }

  /** Of webhooks that are not removed. */
  webhookCount(organizationId: OrganizationId): number {
    return this.#webhooks.count(organizationId);
  }

  /** What all aggregates come to, and at which position: equal at equal positions, on every replica. */
  async stateHash(): Promise<StateHashAt> {
    const { at, hash } = await this.#stateHash.read(() => this.#applied);
    return { position: at, hash };
  }

  /** What it holds now. Aggregates never change, so this may be kept and read at leisure. */
  snapshot(): DirectorySnapshot {
    return {
      position: this.#applied,
      aggregates: [...this.#aggregates.values()],
      forgotten: [...this.#secrets.forgotten],
    };
  }

  /** Takes the place of folding the ledger up to there. For a directory that has folded nothing. */
  restore({ position, aggregates, forgotten }: DirectorySnapshot): void {
    if (this.#applied !== BEFORE_FIRST || this.#aggregates.size > 0) throw new Error('the directory is in use already');
    for (const aggregate of aggregates) {
      this.#put(aggregate, undefined);
      if (aggregate.state.type === 'key') this.#secrets.restore(aggregate.state);
    }
    for (const secret of forgotten) this.#secrets.forget(secret);
    this.#applied = position;
  }

  #ofType<Type extends AggregateState['type']>(type: Type, id: string): AggregateOf<Type> | undefined {
    const found = this.#aggregates.get(id);
    return found?.state.type === type ? (found as AggregateOf<Type>) : undefined;
  }

  #put(aggregate: Aggregate, before: Aggregate | undefined): void {
    this.#aggregates.set(aggregate.id, aggregate);
    this.#stateHash.changed(aggregate.id);
    const { state } = aggregate;
    if (state.type === 'key') this.#secrets.put(state, before?.state);
    if (state.type === 'member') this.#members.put(state, before?.state);
    if (state.type === 'webhook') this.#webhooks.put(state, before?.state);
    if (state.type === 'token') this.#indexToken(state, before?.state);
    if (before !== undefined) return;
    this.#creations.set(aggregate.creation.commandId, aggregate.id);
    if (state.type === 'organization') this.#slugs.set(state.slug, state.id);
    if (state.type === 'key') this.#keyCounts.put(state.organizationId, false, true);
  }

  #indexToken(token: TokenState, before: AggregateState | undefined): void {
    this.#tokenOfDigest.set(token.digest, token.id);
    const counted = before?.type === 'token' && !before.revoked;
    this.#tokenCounts.put(token.organizationId, counted, !token.revoked);
  }
}
