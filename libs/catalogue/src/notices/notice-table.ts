import {
  type BusyHour,
  type KeyDates,
  type KeyUse,
  NOTICES_BY_DATES,
  NOTICES_BY_USE,
  NOTICE_KINDS,
  type NoticeKind,
  type NoticePeriod,
  noticesByDates,
  noticesByUse,
} from '@keyledger/domain';
import type { Database, Statement } from '../database.ts';
import { type Page, type PageQuery, noticeBefore, pageOf } from '../paging.ts';

/** One thing to say of a key; times are milliseconds since the epoch. */
export interface NoticeRecord extends NoticePeriod {
  readonly keyId: string;
  readonly organizationId: string;
  readonly keyName: string;
  readonly expiresAt: number | null;
  /** When the newest secret was made. */
  readonly secretCreatedAt: number;
  /** Of `key.near_limit` alone; else null. */
  readonly busyHour: BusyHour | null;
}

export interface NoticeQuery extends PageQuery {
  /** Null: of all. */
  readonly organizationId: string | null;
  /** Null: any. */
  readonly kind: NoticeKind | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface NoticedKey {
  readonly id: string;
  readonly organizationId: string;
}

type StoredNotice = {
  readonly kind: NoticeKind;
  readonly organization_id: string;
  readonly since: number;
  readonly until: number | null;
  readonly busy_hour: string | null;
};

type Row = StoredNotice & {
  readonly key_id: string;
  readonly name: string;
  readonly expires_at: number | null;
  readonly secret_created_at: number;
};

const INSERT = 'INSERT INTO notices VALUES (:key_id, :kind, :organization_id, :since, :until, :busy_hour)';
const OF_KEY = 'key_id = :key_id AND kind IN (SELECT value FROM json_each(:kinds))';
const DROP = `DELETE FROM notices WHERE ${OF_KEY}`;
const LIST_OF_KEY = `SELECT kind, organization_id, since, until, busy_hour FROM notices WHERE ${OF_KEY} ORDER BY kind`;

const list = (index: string, where: string): string => `
SELECT key_id, notices.kind, notices.organization_id, since, until, name, expires_at, secret_created_at, busy_hour
FROM notices INDEXED BY ${index} CROSS JOIN keys ON keys.id = key_id
WHERE ${where} (since, key_id, notices.kind) < (:since, :key_id, :kind) AND since <= :now
  AND (until IS NULL OR until > :now) AND (:only IS NULL OR notices.kind = :only)
ORDER BY since DESC, key_id DESC, notices.kind DESC LIMIT :limit`;

export const LIST_ALL_NOTICES = list('notices_by_time', '');
export const LIST_NOTICES = list('notices_of_organization', 'notices.organization_id = :organization_id AND');

/** For which time there is what to say of each key, by the domain's rules: those of now are found by an index. */
export class NoticeTable {
  readonly #set: Statement;
  readonly #drop: Statement;
  readonly #ofKey: Statement<StoredNotice>;
  readonly #all: Statement<Row>;
  readonly #ofOrganization: Statement<Row>;

  constructor(database: Database) {
    this.#set = database.prepare(INSERT);
    this.#drop = database.prepare(DROP);
    this.#ofKey = database.prepare(LIST_OF_KEY);
    this.#all = database.prepare(LIST_ALL_NOTICES);
    this.#ofOrganization = database.prepare(LIST_NOTICES);
  }

  /** What the dates of a key come to, in the place of what they came to before. */
  setByDates(key: NoticedKey, dates: KeyDates): void {
    this.#replace(key, dates.revoked ? NOTICE_KINDS : NOTICES_BY_DATES, noticesByDates(dates), null);
  }

  /** The same of its use. */
  setByUse(key: NoticedKey, dates: KeyDates, use: KeyUse): void {
    this.#replace(key, NOTICES_BY_USE, noticesByUse(dates, use), use.busyHour);
  }

  /** Whether {@link setByUse} would change anything: it seldom does, and reading is cheaper. */
  changesByUse(key: NoticedKey, dates: KeyDates, use: KeyUse): boolean {
    const found = this.#ofKey.all({ key_id: key.id, kinds: JSON.stringify(NOTICES_BY_USE) });
    const wanted = noticesByUse(dates, use).map((period) => storedNotice(key, period, use.busyHour));
    wanted.sort((one, other) => (one.kind < other.kind ? -1 : 1));
    return found.length !== wanted.length || !found.every((row, index) => isSame(row, wanted[index]));
  }

  #replace(
    key: NoticedKey,
    kinds: readonly NoticeKind[],
    periods: readonly NoticePeriod[],
    busyHour: BusyHour | null,
  ): void {
    this.#drop.run({ key_id: key.id, kinds: JSON.stringify(kinds) });
    for (const period of periods) this.#set.run({ key_id: key.id, ...storedNotice(key, period, busyHour) });
  }

  /** @throws Fault `validation_failed` for a cursor that is none */
  list({ organizationId, kind, now, limit, cursor }: NoticeQuery): Page<NoticeRecord> {
    const page = { ...noticeBefore(cursor, now), now, only: kind, limit: limit + 1 };
    const rows =
      organizationId === null
        ? this.#all.all(page)
        : this.#ofOrganization.all({ ...page, organization_id: organizationId });
    return pageOf(rows, limit, (row) => `${String(row.since)}-${row.key_id}-${row.kind}`, toRecord);
  }
}

function storedNotice({ organizationId }: NoticedKey, period: NoticePeriod, busyHour: BusyHour | null): StoredNotice {
  const busy_hour = period.kind === 'key.near_limit' ? JSON.stringify(busyHour) : null;
  return { ...period, organization_id: organizationId, busy_hour };
}

const isSame = (one: StoredNotice, other: StoredNotice | undefined): boolean =>
  one.kind === other?.kind &&
  one.organization_id === other.organization_id &&
  one.since === other.since &&
  one.until === other.until &&
  one.busy_hour === other.busy_hour;

const toRecord = (row: Row): NoticeRecord => ({
  kind: row.kind,
  keyId: row.key_id,
  organizationId: row.organization_id,
  keyName: row.name,
  since: row.since,
  until: row.until,
  expiresAt: row.expires_at,
  secretCreatedAt: row.secret_created_at,
  busyHour: row.busy_hour === null ? null : (JSON.parse(row.busy_hour) as BusyHour),
});
