import type { KeyKind } from '../key/key.ts';

/** What may be said of a key that somebody should look at; docs/notices.md shows the same list. */
export const NOTICE_KINDS = ['key.expires_soon', 'key.rotation_due', 'key.unused', 'key.near_limit'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
/** Which of them the ledger alone decides. */
export const NOTICES_BY_DATES: readonly NoticeKind[] = ['key.expires_soon', 'key.rotation_due'];
/** Which of them counting decides. */
export const NOTICES_BY_USE: readonly NoticeKind[] = ['key.unused', 'key.near_limit'];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long before its expiry a key is said to expire soon. */
export const EXPIRES_SOON_MS = 14 * DAY_MS;
/** How old the newest secret of a key may become (systems.md, S3). */
export const ROTATION_DUE_MS = 90 * DAY_MS;
/** How long a key may go without a request. */
export const UNUSED_MS = 90 * DAY_MS;
/** From which part of its hourly limit on a key is near it. */
export const NEAR_LIMIT_SHARE = 0.8;
/** How long after such an hour that is still said. */
export const NEAR_LIMIT_MS = DAY_MS;

/** What the ledger tells of a key; times are milliseconds since the epoch. */
export interface KeyDates {
  readonly kind: KeyKind;
  readonly createdAt: number;
  /** When the newest secret was made. */
  readonly secretCreatedAt: number;
  /** Null: never. */
  readonly expiresAt: number | null;
  readonly revoked: boolean;
}

/** The last clock hour in which a key came near its limit. */
export interface BusyHour {
  readonly start: number;
  /** Each by the cost of its route. */
  readonly requests: number;
  readonly perHour: number;
}

/** What counting tells of a key. */
export interface KeyUse {
  /** Null: never, as far as counting reaches back. */
  readonly lastUsedAt: number | null;
  /** Since when every request is known to have been counted; null: that is not known. */
  readonly countedSince: number | null;
  /** Null: there was none. */
  readonly busyHour: BusyHour | null;
}

/** One thing to say of a key, and for how long it is so unless the key changes. */
export interface NoticePeriod {
  readonly kind: NoticeKind;
  readonly since: number;
  /** Null: without an end. */
  readonly until: number | null;
}

/** What the dates of a key come to. Of a revoked key there is nothing to say; a paused one may be resumed. */
export function noticesByDates({ kind, createdAt, secretCreatedAt, expiresAt, revoked }: KeyDates): NoticePeriod[] {
  if (revoked) return [];
  const periods: NoticePeriod[] = [];
  if (expiresAt !== null) {
    const since = Math.max(createdAt, expiresAt - EXPIRES_SOON_MS);
    periods.push({ kind: 'key.expires_soon', since, until: expiresAt });
  }
  // The text of a public key is known to everybody: it does not wear out.
  if (kind === 'secret') {
    periods.push({ kind: 'key.rotation_due', since: secretCreatedAt + ROTATION_DUE_MS, until: expiresAt });
  }
  return periods.filter(isSomeTime);
}

/** What the use of a key comes to. Without counts of the whole time nothing is said to be unused. */
export function noticesByUse(dates: KeyDates, { lastUsedAt, countedSince, busyHour }: KeyUse): NoticePeriod[] {
  if (dates.revoked) return [];
  const periods: NoticePeriod[] = [];
  if (countedSince !== null) {
    // What was before counting began may have been a use.
    const usedAt = Math.max(dates.createdAt, lastUsedAt ?? countedSince);
    periods.push({ kind: 'key.unused', since: usedAt + UNUSED_MS, until: dates.expiresAt });
  }
  if (busyHour !== null && isNearLimit(busyHour)) {
    const end = busyHour.start + HOUR_MS + NEAR_LIMIT_MS;
    periods.push({ kind: 'key.near_limit', since: busyHour.start, until: Math.min(end, dates.expiresAt ?? end) });
  }
  return periods.filter(isSomeTime);
}

export const isNearLimit = ({ requests, perHour }: BusyHour): boolean => requests >= perHour * NEAR_LIMIT_SHARE;

/** Whether it is to be said at this moment; lists leave out the rest. */
export const holdsAt = ({ since, until }: NoticePeriod, now: number): boolean =>
  since <= now && (until === null || now < until);

const isSomeTime = ({ since, until }: NoticePeriod): boolean => until === null || since < until;
