import type { NoticeQuery, NoticeRecord, Page } from '@keyledger/catalogue';
import type { Clock, Principal } from '@keyledger/ports';
import { demand, isEverywhere, notFound, reaches } from '../access/permissions.ts';
import type { QueryLimits } from '../access/query-limits.ts';
import type { CatalogueFeed } from '../ledger/catalogue-feed.ts';
import type { UsageRecords } from './usage-records.ts';

/** A notice, and when its key was last used as far as this replica was told; null: not known. */
export interface NoticeView extends NoticeRecord {
  readonly lastUsedAt: number | null;
}

export interface NoticeQueriesOptions {
  readonly catalogue: CatalogueFeed;
  readonly usage: Pick<UsageRecords, 'lastUsedAt'>;
  readonly limits: QueryLimits;
  readonly clock: Clock;
}

/** What there is to say of keys, and to whom. */
export class NoticeQueries {
  readonly #options: NoticeQueriesOptions;

  constructor(options: NoticeQueriesOptions) {
    this.#options = options;
  }

  /**
   * Whoever is bound to an organization sees its notices.
   * @throws Fault `permission_denied`, `rate_limited`, `not_caught_up`, `not_found` for an organization that is not the
   *   principal's to see
   */
  list(principal: Principal, query: Omit<NoticeQuery, 'now'>): Page<NoticeView> {
    demand(principal, 'keys.read');
    const { catalogue, usage, limits, clock } = this.#options;
    const own = isEverywhere(principal) ? null : (principal.organizationId ?? '');
    const organizationId = query.organizationId ?? own;
    if (organizationId !== null) this.#demandOrganization(principal, organizationId);
    // It passes over keys that have expired, and over those with other kinds of notices.
    limits.take(principal, organizationId === null || query.kind !== null);
    const { items, nextCursor } = catalogue.current().listNotices({ ...query, organizationId, now: clock.wall() });
    return { items: items.map((notice) => ({ ...notice, lastUsedAt: usage.lastUsedAt(notice.keyId) })), nextCursor };
  }

  #demandOrganization(principal: Principal, id: string): void {
    const isThere = this.#options.catalogue.current().organization(id) !== undefined;
    if (!isThere || !reaches(principal, id)) throw notFound('organization');
  }
}
