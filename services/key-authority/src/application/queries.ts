import type {
  Catalogue,
  EventRecord,
  KeyQuery,
  KeyRecord,
  MemberQuery,
  MemberRecord,
  OrganizationQuery,
  OrganizationRecord,
  Page,
  PageQuery,
  TokenRecord,
  WebhookRecord,
} from '@keyledger/catalogue';
import type { Clock, Principal } from '@keyledger/ports';
import type { QueryLimits } from '../access/query-limits.ts';
import { demand, isEverywhere, notFound, reaches } from '../access/permissions.ts';
import type { CatalogueFeed } from '../ledger/catalogue-feed.ts';
import type { UsageRecords } from './usage-records.ts';

type Owned = TokenRecord | MemberRecord | WebhookRecord;

export interface QueriesOptions {
  readonly catalogue: CatalogueFeed;
  readonly usage: Pick<UsageRecords, 'lastUsedAt'>;
  readonly clock: Clock;
  readonly limits: QueryLimits;
}

const isSearch = ({ q }: { readonly q?: string | null }): boolean => q != null && q !== '';

/**
 * What may be read, by whom: everything that people look at comes from the catalogue. While it lacks something, every
 * read throws Fault `not_caught_up`.
 */
export class Queries {
  readonly #catalogue: CatalogueFeed;
  readonly #usage: Pick<UsageRecords, 'lastUsedAt'>;
  readonly #clock: Clock;
  readonly #limits: QueryLimits;

  constructor({ catalogue, usage, clock, limits }: QueriesOptions) {
    this.#catalogue = catalogue;
    this.#usage = usage;
    this.#clock = clock;
    this.#limits = limits;
  }

  organization(principal: Principal, id: string): OrganizationRecord {
    demand(principal, 'organizations.read');
    return this.#organization(principal, id);
  }

  #organization(principal: Principal, id: string): OrganizationRecord {
    const organization = this.#catalogue.current().organization(id);
    if (organization === undefined || !reaches(principal, id)) throw notFound('organization');
    return organization;
  }

  organizations(principal: Principal, query: OrganizationQuery): Page<OrganizationRecord> {
    demand(principal, 'organizations.read');
    this.#limits.take(principal, isSearch(query));
    if (isEverywhere(principal)) return this.#catalogue.current().listOrganizations(query);
    return { items: [this.organization(principal, principal.organizationId ?? '')], nextCursor: null };
  }

  key(principal: Principal, id: string): KeyRecord {
    demand(principal, 'keys.read');
    const key = this.#catalogue.current().key(id, this.#clock.wall());
    if (key === undefined || !reaches(principal, key.organizationId)) throw notFound('key');
    return this.#used(key);
  }

  keys(principal: Principal, query: Omit<KeyQuery, 'now'>): Page<KeyRecord> {
    demand(principal, 'keys.read');
    this.#organization(principal, query.organizationId);
    this.#limits.take(principal, isSearch(query));
    const { items, nextCursor } = this.#catalogue.current().listKeys({ ...query, now: this.#clock.wall() });
    return { items: items.map((key) => this.#used(key)), nextCursor };
  }

  /** Usage is not in the ledger, so that the catalogue does not know it. */
  #used(key: KeyRecord): KeyRecord {
    return { ...key, lastUsedAt: this.#usage.lastUsedAt(key.id) };
  }

  keyHistory(principal: Principal, id: string, page: PageQuery): Page<EventRecord> {
    this.key(principal, id);
    this.#limits.take(principal, false);
    return this.#catalogue.current().history(id, page);
  }

  organizationHistory(principal: Principal, id: string, page: PageQuery): Page<EventRecord> {
    this.organization(principal, id);
    this.#limits.take(principal, false);
    return this.#catalogue.current().history(id, page);
  }

  tokens(principal: Principal, organizationId: string, page: PageQuery): Page<TokenRecord> {
    demand(principal, 'tokens.manage');
    this.#organization(principal, organizationId);
    this.#limits.take(principal, false);
    return this.#catalogue.current().listTokens(organizationId, page);
  }

  tokenHistory(principal: Principal, organizationId: string, id: string, page: PageQuery): Page<EventRecord> {
    demand(principal, 'tokens.manage');
    const token = this.#catalogue.current().token(id);
    return this.#history(principal, 'token', organizationId, token, page);
  }

  member(principal: Principal, organizationId: string, id: string): MemberRecord {
    demand(principal, 'members.manage');
    const member = this.#catalogue.current().member(id);
    assertOf(principal, 'member', organizationId, member);
    return member;
  }

  members(principal: Principal, query: MemberQuery): Page<MemberRecord> {
    demand(principal, 'members.manage');
    this.#organization(principal, query.organizationId);
    this.#limits.take(principal, false);
    return this.#catalogue.current().listMembers(query);
  }

  memberHistory(principal: Principal, organizationId: string, id: string, page: PageQuery): Page<EventRecord> {
    demand(principal, 'members.manage');
    const member = this.#catalogue.current().member(id);
    return this.#history(principal, 'member', organizationId, member, page);
  }

  webhook(principal: Principal, organizationId: string, id: string): WebhookRecord {
    demand(principal, 'webhooks.manage');
    const webhook = this.#catalogue.current().webhook(id);
    assertOf(principal, 'webhook', organizationId, webhook);
    return webhook;
  }

  webhooks(principal: Principal, organizationId: string, page: PageQuery): Page<WebhookRecord> {
    demand(principal, 'webhooks.manage');
    this.#organization(principal, organizationId);
    this.#limits.take(principal, false);
    return this.#catalogue.current().listWebhooks(organizationId, page);
  }

  webhookHistory(principal: Principal, organizationId: string, id: string, page: PageQuery): Page<EventRecord> {
    demand(principal, 'webhooks.manage');
    const webhook = this.#catalogue.current().webhook(id);
    return this.#history(principal, 'webhook', organizationId, webhook, page);
  }

  #history(
    principal: Principal,
    what: string,
    organizationId: string,
    record: Owned | undefined,
    page: PageQuery,
  ): Page<EventRecord> {
    assertOf(principal, what, organizationId, record);
    this.#limits.take(principal, false);
    return this.#catalogue.current().history(record.id, page);
  }

  events(principal: Principal, query: Parameters<Catalogue['events']>[0]): readonly EventRecord[] {
    demand(principal, 'ledger.read');
    this.#limits.take(principal, false);
    return this.#catalogue.current().events(query);
  }
}

/** @throws Fault `not_found` where it is not that organization's, or not the principal's to see */
function assertOf<Record extends Owned>(
  principal: Principal,
  what: string,
  organizationId: string,
  record: Record | undefined,
): asserts record is Record {
  const isThere = record?.organizationId === organizationId && reaches(principal, organizationId);
  if (!isThere) throw notFound(what);
}
