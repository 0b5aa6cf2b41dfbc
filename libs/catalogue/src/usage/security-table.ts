import type { SecurityRow } from '@keyledger/ports';
import type { Database, Statement } from '../database.ts';
import { type Page, type PageQuery, pageOf, rowBefore } from '../paging.ts';

export interface SecurityQuery extends PageQuery {
  /** Null: of all, and of nobody's. */
  readonly organizationId: string | null;
  /** Null: any. */
  readonly keyId: string | null;
  /** Null: any. */
  readonly reasons: readonly string[] | null;
  /** From the first moment until before the second, in milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

interface Row {
  readonly id: number;
  readonly minute: number;
  readonly reason: string;
  readonly source: string;
  readonly key_id: string;
  readonly organization_id: string;
  readonly count: number;
}

/** Of all nodes together; what is beyond in a minute has no source (security.md, "Floods"). */
const MAX_ROWS_A_MINUTE = 5_000;

const UPSERT = `
INSERT INTO security (minute, reason, source, key_id, organization_id, count)
VALUES (:minute, :reason, :source, :key_id, :organization_id, :count)
ON CONFLICT (minute, reason, source, key_id) DO UPDATE SET count = count + :count`;

const WHERE = `minute >= :from AND minute < :to AND (minute, id) < (:minute, :id)
  AND (:key_id IS NULL OR key_id = :key_id) AND (:reasons IS NULL OR reason IN (SELECT value FROM json_each(:reasons)))`;

export const LIST_ALL = `
SELECT * FROM security INDEXED BY security_by_minute WHERE ${WHERE} ORDER BY minute DESC, id DESC LIMIT :limit`;
export const LIST_ORGANIZATION = `
SELECT * FROM security INDEXED BY security_of_organization
WHERE organization_id = :organization_id AND ${WHERE} ORDER BY minute DESC, id DESC LIMIT :limit`;

/** A step for each minute, however many rows it has. */
export const MINUTES = `
WITH RECURSIVE found (minute) AS (
  SELECT min(minute) FROM security INDEXED BY security_of_organization
  WHERE organization_id = :organization_id AND minute >= :from AND minute < :to
  UNION ALL
  SELECT (
    SELECT min(minute) FROM security INDEXED BY security_of_organization
    WHERE organization_id = :organization_id AND minute > found.minute AND minute < :to
  ) FROM found WHERE found.minute IS NOT NULL
)
SELECT minute FROM found WHERE minute IS NOT NULL`;
const OF_MINUTE = `
SELECT *, count(*) OVER () AS total FROM security INDEXED BY security_of_organization
WHERE organization_id = :organization_id AND minute = :minute ORDER BY count DESC, id LIMIT :limit`;

/** What happened to one organization in one minute. */
export interface SecurityMinute {
  /** Those that happened most often. */
  readonly rows: readonly SecurityRow[];
  /** How many others there are. */
  readonly omitted: number;
}

const OLD = 'SELECT id FROM security WHERE minute < :before LIMIT :limit';

export class SecurityTable {
  readonly #upsert: Statement;
  readonly #known: Statement<object>;
  readonly #ofMinute: Statement<{ count: number }>;
  readonly #all: Statement<Row>;
  readonly #ofOrganization: Statement<Row>;
  readonly #minutes: Statement<{ minute: number }>;
  readonly #rowsOfMinute: Statement<Row & { readonly total: number }>;
  readonly #old: Statement<object>;
  readonly #forget: Statement;

  constructor(database: Database) {
    this.#upsert = database.prepare(UPSERT);
    this.#known = database.prepare(
      'SELECT 1 FROM security WHERE minute = :minute AND reason = :reason AND source = :source AND key_id = :key_id',
    );
    this.#ofMinute = database.prepare('SELECT count(*) AS count FROM security WHERE minute = :minute');
    this.#all = database.prepare(LIST_ALL);
    this.#ofOrganization = database.prepare(LIST_ORGANIZATION);
    this.#minutes = database.prepare(MINUTES);
    this.#rowsOfMinute = database.prepare(OF_MINUTE);
    this.#old = database.prepare(OLD);
    this.#forget = database.prepare(`DELETE FROM security WHERE id IN (${OLD})`);
  }

  /** Adds rows of one batch. */
  add(rows: readonly SecurityRow[]): void {
    const room = new Map<number, number>();
    for (const { minute, reason, source, keyId, organizationId, count } of rows) {
      const left = room.get(minute) ?? MAX_ROWS_A_MINUTE - (this.#ofMinute.get({ minute })?.count ?? 0);
      const told = { minute, reason, source, key_id: keyId, organization_id: organizationId };
      const isNew = this.#known.get(told) === undefined;
      const fits = !isNew || left > 0;
      this.#upsert.run({ ...told, ...(fits ? {} : { source: '', key_id: '', organization_id: '' }), count });
      room.set(minute, isNew && fits ? left - 1 : left);
    }
  }

  /** Newest first. @throws Fault `validation_failed` for a cursor that is none */
  list({ organizationId, keyId, reasons, from, to, limit, cursor }: SecurityQuery): Page<SecurityRow> {
    const asked = { key_id: keyId, reasons: reasons === null ? null : JSON.stringify(reasons), from, to };
    const page = { ...asked, ...rowBefore(cursor), limit: limit + 1 };
    const rows =
      organizationId === null
        ? this.#all.all(page)
        : this.#ofOrganization.all({ ...page, organization_id: organizationId });
    return pageOf(rows, limit, ({ minute, id }) => `${String(minute)}-${String(id)}`, toSecurityRow);
  }

  /** The minutes from the first moment until before the second in which an organization had something, in order. */
  minutes(organizationId: string, from: number, to: number): readonly number[] {
    return this.#minutes.all({ organization_id: organizationId, from, to }).map(({ minute }) => minute);
  }

  ofMinute(organizationId: string, minute: number, limit: number): SecurityMinute {
    const rows = this.#rowsOfMinute.all({ organization_id: organizationId, minute, limit });
    return { rows: rows.map(toSecurityRow), omitted: (rows[0]?.total ?? 0) - rows.length };
  }

  /** Forgets some of what is older; false: there was nothing. */
  forget(before: number, limit: number): boolean {
    if (this.#old.get({ before, limit: 1 }) === undefined) return false;
    this.#forget.run({ before, limit });
    return true;
  }
}

const toSecurityRow = ({ minute, reason, source, key_id, organization_id, count }: Row): SecurityRow => ({
  minute,
  reason,
  source,
  keyId: key_id,
  organizationId: organization_id,
  count,
});
