import { BEFORE_FIRST, type KeyUse, type LedgerPosition } from '@keyledger/domain';
import type { Logger } from '@keyledger/ports';
import type { AcceptedChange } from './accepted-change.ts';
import { type Checkpoint, CheckpointTable } from './checkpoint-table.ts';
import { type Database, isUnstorable } from './database.ts';
import { type EventQuery, type EventRecord, EventTable } from './event-table.ts';
import type { KeyRecord } from './key-record.ts';
import { type LedgerMemory, LedgerMemoryReader } from './ledger-memory.ts';
import { type KeyQuery, KeyTable } from './key-table.ts';
import { type MemberQuery, type MemberRecord, MemberTable } from './member-table.ts';
import { type OrganizationQuery, type OrganizationRecord, OrganizationTable } from './organization-table.ts';
import { type CountableKey, CountableKeys } from './notices/countable-keys.ts';
import { type NoticeQuery, type NoticeRecord, NoticeTable } from './notices/notice-table.ts';
import type { Page, PageQuery } from './paging.ts';
import { TABLES } from './schema.ts';
import { type TokenRecord, TokenTable } from './token-table.ts';
import { type WebhookRecord, WebhookTable } from './webhook-table.ts';

/**
 * The projection for people: names, metadata, search and history of what the fold accepted. Everything in it can be
 * had again from the ledger, and nothing here is ever asked whether a key may do something. Every method may throw
 * Fault `internal`; those that take a cursor, `validation_failed`.
 */
export class Catalogue implements Disposable {
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #checkpoint: CheckpointTable;
  readonly #organizations: OrganizationTable;
  readonly #keys: KeyTable;
  readonly #notices: NoticeTable;
  readonly #countable: CountableKeys;
  readonly #tokens: TokenTable;
  readonly #members: MemberTable;
  readonly #webhooks: WebhookTable;
  readonly #events: EventTable;
  readonly #ledger: LedgerMemoryReader;

  /** Use {@link openCatalogue}. */
  constructor(database: Database, logger: Logger) {
    this.#database = database;
    this.#logger = logger;
    this.#checkpoint = new CheckpointTable(database);
    this.#organizations = new OrganizationTable(database);
    this.#notices = new NoticeTable(database);
    this.#countable = new CountableKeys(database);
    this.#keys = new KeyTable(database, this.#notices);
    this.#tokens = new TokenTable(database);
    this.#members = new MemberTable(database);
    this.#webhooks = new WebhookTable(database);
    this.#events = new EventTable(database);
    this.#ledger = new LedgerMemoryReader(database);
    database.stopWaiting();
  }

  /** Every accepted change at or below this is in. */
  position(): LedgerPosition {
    return this.#checkpoint.read().position;
  }

  /**
   * Takes in every accepted change up to `upTo`, in ledger order, all or none. What is in already is ignored, so that
   * a ledger can be replayed from its start. A `ledger.opened` of another ledger empties the catalogue first.
   */
  apply(changes: readonly AcceptedChange[], upTo: LedgerPosition): void {
    this.#database.transaction(() => {
      const { ledgerId, position } = this.#boundTo(changes);
      for (const change of changes) if (change.position > position) this.#applyOne(change);
      if (upTo > position) this.#checkpoint.write({ ledgerId, position: upTo });
    });
  }

  /** Forgets everything, and which ledger it came from. */
  clear(): void {
    this.#database.transaction(() => this.#empty());
  }

  /** Whether `apply` failed because of what the changes say, and so always will. */
  isUnstorable(error: unknown): boolean {
    return isUnstorable(error);
  }

  /** The checkpoint for the ledger that the changes come from. */
  #boundTo(changes: readonly AcceptedChange[]): Checkpoint {
    const checkpoint = this.#checkpoint.read();
    const opened = changes.find(({ attempt }) => attempt.event.type === 'ledger.opened');
    if (opened?.attempt.event.type !== 'ledger.opened') return checkpoint;
    const { ledgerId } = opened.attempt.event;
    if (checkpoint.ledgerId === ledgerId) return checkpoint;
    if (checkpoint.ledgerId === null && checkpoint.position < opened.position) return { ...checkpoint, ledgerId };
    this.#logger.warn({ was: checkpoint.ledgerId, is: ledgerId }, 'catalogue of another ledger: rebuilding');
    this.#empty();
    return { ledgerId, position: BEFORE_FIRST };
  }

  #empty(): void {
    for (const table of TABLES) this.#database.exec(`DELETE FROM ${table}`);
  }

  #applyOne(change: AcceptedChange): void {
    this.#events.append(change);
    const { aggregate } = change;
    const { state } = aggregate;
    switch (state.type) {
      case 'ledger':
        return;
      case 'organization':
        this.#organizations.apply({ ...change, aggregate: { ...aggregate, state } });
        return;
      case 'key':
        this.#keys.apply({ ...change, aggregate: { ...aggregate, state } });
        return;
      case 'token':
        this.#tokens.apply({ ...change, aggregate: { ...aggregate, state } });
        return;
      case 'member':
        this.#members.apply({ ...change, aggregate: { ...aggregate, state } });
        return;
      case 'webhook':
        this.#webhooks.apply({ ...change, aggregate: { ...aggregate, state } });
        return;
      default:
        state satisfies never;
    }
  }

  organization(id: string): OrganizationRecord | undefined {
    return this.#organizations.byId(id);
  }

  organizationBySlug(slug: string): OrganizationRecord | undefined {
    return this.#organizations.bySlug(slug);
  }

  /** Newest first. */
  listOrganizations(query: OrganizationQuery): Page<OrganizationRecord> {
    return this.#organizations.list(query);
  }

  /** `now` (ms since the epoch) decides about what ends by the clock. */
  key(id: string, now: number): KeyRecord | undefined {
    return this.#keys.byId(id, now);
  }

  /** Newest first. */
  listKeys(query: KeyQuery): Page<KeyRecord> {
    return this.#keys.list(query);
  }

  /** What there is to say of keys at `now`, that which began last before the rest. */
  listNotices(query: NoticeQuery): Page<NoticeRecord> {
    return this.#notices.list(query);
  }

  /** Some keys that are not revoked, by their ids behind `after`. */
  countableKeys(after: string, limit: number): readonly CountableKey[] {
    return this.#countable.after(after, limit);
  }

  /** What the use of some keys comes to, in the place of what it came to before. */
  setNoticesByUse(keys: readonly (readonly [CountableKey, KeyUse])[]): void {
    const changed = keys.filter(([key, use]) => this.#notices.changesByUse(key, key.dates, use));
    if (changed.length === 0) return;
    this.#database.transaction(() => {
      for (const [key, use] of changed) this.#notices.setByUse(key, key.dates, use);
    });
  }

  token(id: string): TokenRecord | undefined {
    return this.#tokens.byId(id);
  }

  /** Newest first, revoked ones among them. */
  listTokens(organizationId: string, page: PageQuery): Page<TokenRecord> {
    return this.#tokens.list(organizationId, page);
  }

  member(id: string): MemberRecord | undefined {
    return this.#members.byId(id);
  }

  /** Newest first. */
  listMembers(query: MemberQuery): Page<MemberRecord> {
    return this.#members.list(query);
  }

  webhook(id: string): WebhookRecord | undefined {
    return this.#webhooks.byId(id);
  }

  /** Newest first, removed ones among them. */
  listWebhooks(organizationId: string, page: PageQuery): Page<WebhookRecord> {
    return this.#webhooks.list(organizationId, page);
  }

  /** The events of one aggregate, newest first. */
  history(aggregateId: string, page: PageQuery): Page<EventRecord> {
    return this.#events.history(aggregateId, page);
  }

  /** The events of all aggregates behind a position, in ledger order. */
  events(query: EventQuery): readonly EventRecord[] {
    return this.#events.after(query);
  }

  /** What the ledger has said of itself up to {@link position}; null: nothing. */
  ledger(): LedgerMemory | null {
    return this.#ledger.read();
  }

  close(): void {
    this.#database.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
