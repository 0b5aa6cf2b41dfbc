import { describe, expect, test } from 'vitest';
import { type KeyDates, type KeyUse, holdsAt, noticesByDates, noticesByUse } from '../../src/index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BIRTH = Date.parse('2026-01-01T00:00:00Z');

const dates = (changes: Partial<KeyDates> = {}): KeyDates => ({
  kind: 'secret',
  createdAt: BIRTH,
  secretCreatedAt: BIRTH,
  expiresAt: null,
  revoked: false,
  ...changes,
});

const use = (changes: Partial<KeyUse> = {}): KeyUse => ({
  lastUsedAt: null,
  countedSince: null,
  busyHour: null,
  ...changes,
});

const day = (days: number): number => BIRTH + days * DAY;

describe('by its dates, a key', () => {
  const cases: readonly [string, Partial<KeyDates>, number, readonly string[]][] = [
    ['that is young and never ends: nothing', {}, day(89), []],
    ['just before its secret is 90 days old: nothing', {}, day(90) - 1, []],
    ['whose secret is 90 days old: is due for rotation', {}, day(90), ['key.rotation_due']],
    ['that was rotated since: nothing', { secretCreatedAt: day(50) }, day(90), []],
    ['that was rotated 90 days ago: is due again', { secretCreatedAt: day(50) }, day(140), ['key.rotation_due']],
    ['that is public: is never due', { kind: 'public' }, day(400), []],
    ['more than 14 days before its end: nothing', { expiresAt: day(60) }, day(46) - 1, []],
    ['14 days before its end: expires soon', { expiresAt: day(60) }, day(46), ['key.expires_soon']],
    ['in its last millisecond: expires soon', { expiresAt: day(60) }, day(60) - 1, ['key.expires_soon']],
    ['that has expired: nothing', { expiresAt: day(60) }, day(60), []],
    ['that has expired and was due: nothing', { expiresAt: day(100) }, day(100), []],
    ['with both: both', { expiresAt: day(100) }, day(95), ['key.expires_soon', 'key.rotation_due']],
    ['that lives for a day: expires soon at once', { expiresAt: day(1) }, BIRTH, ['key.expires_soon']],
    ['that is revoked: nothing', { expiresAt: day(100), revoked: true }, day(95), []],
  ];
  test.each(cases)('%s', (_, changes, now, kinds) => {
    const found = noticesByDates(dates(changes)).filter((period) => holdsAt(period, now));
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('says nothing of the time before it was made', () => {
    expect(noticesByDates(dates({ expiresAt: day(1) }))).toEqual([
      { kind: 'key.expires_soon', since: BIRTH, until: day(1) },
    ]);
  });
});

describe('by its use, a key', () => {
  const busyHour = { start: day(3), requests: 800, perHour: 1000 };
  const cases: readonly [string, Partial<KeyDates>, Partial<KeyUse>, number, readonly string[]][] = [
    ['of whom nothing is counted: is not said to be unused', {}, {}, day(500), []],
    ['never used for 90 days: is unused', {}, { countedSince: BIRTH }, day(90), ['key.unused']],
    ['never used for less: nothing', {}, { countedSince: BIRTH }, day(90) - 1, []],
    ['used meanwhile: nothing', {}, { countedSince: BIRTH, lastUsedAt: day(10) }, day(99), []],
    ['last used 90 days ago: is unused', {}, { countedSince: BIRTH, lastUsedAt: day(10) }, day(100), ['key.unused']],
    ['older than counting: may have been used before it', {}, { countedSince: day(30) }, day(119), []],
    ['not used since counting began 90 days ago: is unused', {}, { countedSince: day(30) }, day(120), ['key.unused']],
    ['unused and expired: nothing', { expiresAt: day(95) }, { countedSince: BIRTH }, day(95), []],
    ['unused and revoked: nothing', { revoked: true }, { countedSince: BIRTH }, day(95), []],
    ['at four fifths of its limit: is near it', {}, { busyHour }, day(3), ['key.near_limit']],
    ['a day after that hour: is still said so', {}, { busyHour }, day(4) + HOUR - 1, ['key.near_limit']],
    ['later than that: nothing', {}, { busyHour }, day(4) + HOUR, []],
    ['with one request less: nothing', {}, { busyHour: { ...busyHour, requests: 799 } }, day(3), []],
    ['beyond its limit: is near it', {}, { busyHour: { ...busyHour, requests: 5000 } }, day(3), ['key.near_limit']],
    ['near its limit and expired: nothing', { expiresAt: day(3) + HOUR }, { busyHour }, day(3) + HOUR, []],
  ];
  test.each(cases)('%s', (_, ofKey, ofUse, now, kinds) => {
    const found = noticesByUse(dates(ofKey), use(ofUse)).filter((period) => holdsAt(period, now));
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
  });
});
