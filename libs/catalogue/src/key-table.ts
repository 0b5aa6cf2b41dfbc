import { type KeyLifecycleState, type KeyState, type LedgerEvent, overlapEnd } from '@keyledger/domain';
import type { AcceptedChange } from './accepted-change.ts';
import { creationColumns } from './creator.ts';
import type { Database, Parameters, Statement } from './database.ts';
import { type KeyRecord, type KeyRow, toKeyRecord } from './key-record.ts';
import type { NoticeTable } from './notices/notice-table.ts';
import { type Page, type PageQuery, idBefore, pageOf } from './paging.ts';
import { containsSearch, searchable, searchableValues } from './search.ts';

export interface KeyQuery extends PageQuery {
  readonly organizationId: string;
  readonly state?: KeyLifecycleState | null;
  /** Only keys that expire before this moment (ms since the epoch), those that have expired among them. */
  readonly expiringBefore?: number | null;
  /** Part of the name, id, prefix, last four characters or a metadata value. */
  readonly q?: string | null;
  /** Milliseconds since the epoch: decides about what ends by the clock. */
  readonly now: number;
}

const UPSERT = `
INSERT INTO keys VALUES (:id, :organization_id, coalesce(:name, ''), :kind, :environment, :holder, :scopes, :restrictions,
  :tier, :limits, coalesce(:metadata, '{}'), :paused, :revoked, :blocked, :version, :prefix, :last4, :public_key,
  coalesce(:secret_created_at, :created_at), :expires_at, :rotation_ends_at, :created_at, :created_by_subject,
  :created_by_kind, coalesce(:search_name, ''), coalesce(:search_metadata, ''))
ON CONFLICT (id) DO UPDATE SET name = coalesce(:name, name), scopes = :scopes, restrictions = :restrictions, tier = :tier,
  limits = :limits, metadata = coalesce(:metadata, metadata), paused = :paused, revoked = :revoked, blocked = :blocked,
  version = :version, prefix = :prefix, last4 = :last4, public_key = :public_key,
  secret_created_at = coalesce(:secret_created_at, secret_created_at), expires_at = :expires_at,
  rotation_ends_at = :rotation_ends_at, search_name = coalesce(:search_name, search_name),
  search_metadata = coalesce(:search_metadata, search_metadata)
RETURNING created_at, secret_created_at`;

/** The domain's `lifecycleState`; a test keeps them equal. */
const STATE = `CASE WHEN revoked THEN 'revoked' WHEN paused THEN 'paused' WHEN rotation_ends_at > :now THEN 'transition'
  ELSE 'active' END`;

const SELECT = `
SELECT *, ${STATE} AS state, iif(rotation_ends_at > :now, rotation_ends_at, NULL) AS running_rotation_ends_at,
  (SELECT tier FROM organizations WHERE organizations.id = organization_id) AS organization_tier
FROM keys`;

const SEARCH = containsSearch('search_name', 'id', 'lower(prefix)', 'lower(last4)', 'search_metadata');

export const LIST = `${SELECT}
WHERE organization_id = :organization_id AND id < :before AND (:state IS NULL OR ${STATE} = :state)
  AND (:expiring_before IS NULL OR expires_at < :expiring_before) AND ${SEARCH}
ORDER BY id DESC LIMIT :limit`;

/** When a key, and the newest of its secrets, were made. */
interface KeyAge {
  readonly created_at: number;
  readonly secret_created_at: number;
}

export class KeyTable {
  readonly #upsert: Statement<KeyAge>;
  readonly #notices: NoticeTable;
  readonly #byId: Statement<KeyRow>;
  readonly #list: Statement<KeyRow>;

  constructor(database: Database, notices: NoticeTable) {
    this.#notices = notices;
    this.#upsert = database.prepare(UPSERT);
    this.#byId = database.prepare(`${SELECT} WHERE id = :id`);
    this.#list = database.prepare(LIST);
  }

  apply({ attempt, aggregate: { state, version, blocked } }: AcceptedChange<KeyState>): void {
    const [{ prefix, last4, publicKey }] = state.secrets;
    const age = this.#upsert.get({
      id: state.id,
      organization_id: state.organizationId,
      kind: state.kind,
      environment: state.environment,
      holder: state.holder,
      scopes: JSON.stringify(state.scopes),
      restrictions: JSON.stringify(state.restrictions),
      tier: state.tier,
      limits: state.limits === null ? null : JSON.stringify(state.limits),
      paused: Number(state.paused),
      revoked: Number(state.revoked),
      blocked: Number(blocked),
      version,
      prefix,
      last4,
      public_key: publicKey,
      secret_created_at: makesSecret(attempt.event) ? attempt.occurredAt : null,
      expires_at: state.expiresAt,
      rotation_ends_at: overlapEnd(state, Number.NEGATIVE_INFINITY),
      ...creationColumns(attempt),
      ...nameColumns(attempt.event),
    });
    const { created_at = attempt.occurredAt, secret_created_at = attempt.occurredAt } = age ?? {};
    const dates = { ...state, createdAt: created_at, secretCreatedAt: secret_created_at };
    this.#notices.setByDates(state, dates);
  }

  byId(id: string, now: number): KeyRecord | undefined {
    const row = this.#byId.get({ id, now });
    return row && toKeyRecord(row);
  }

  list({ organizationId, state, expiringBefore, q, now, limit, cursor }: KeyQuery): Page<KeyRecord> {
    const rows = this.#list.all({
      organization_id: organizationId,
      before: idBefore(cursor),
      state: state ?? null,
      expiring_before: expiringBefore ?? null,
      q: q ? searchable(q) : null,
      now,
      limit: limit + 1,
    });
    return pageOf(rows, limit, (row) => row.id, toKeyRecord);
  }
}

const makesSecret = ({ type }: LedgerEvent): boolean => type === 'key.created' || type === 'key.rotated';

/** What an event says about the columns that the domain's state does not hold; null: nothing. */
function nameColumns(event: LedgerEvent): Parameters {
  const said = event.type === 'key.created' ? event : event.type === 'key.updated' ? event.changes : {};
  const { name, metadata } = said;
  return {
    name: name ?? null,
    search_name: name === undefined ? null : searchable(name),
    metadata: metadata === undefined ? null : JSON.stringify(metadata),
    search_metadata: metadata === undefined ? null : searchableValues(metadata),
  };
}
