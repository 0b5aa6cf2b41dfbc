import { type SecurityRow, silentLogger } from '@keyledger/ports';
import { beforeEach, describe, expect, test } from 'vitest';
import { type UsageStore, openUsageStore } from '../../src/index.ts';
import { DAY, HOUR, LATER, NOW, batch, incident } from '../kit/usage-rows.ts';

let store: UsageStore;

beforeEach(() => {
  store = openUsageStore({ file: ':memory:', logger: silentLogger });
  return () => store.close();
});

const events = (change: object = {}) =>
  store.security({ organizationId: null, keyId: null, reasons: null, from: 0, to: NOW + DAY, limit: 100, ...change });

describe('security events', () => {
  test('come newest first, in pages that miss and repeat none, those of one minute and source added up', async () => {
    for (let n = 0; n < 5; n++) {
      const told = [incident({ minute: NOW + (n % 3) * 60_000, source: `192.0.2.${String(n)}` }), incident()];
      await store.take(batch([], told), LATER);
    }
    const seen: SecurityRow[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: ReturnType<typeof events> = events({ limit: 2, cursor: cursor === '' ? null : cursor });
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(new Set(seen.map(({ minute, source }) => `${String(minute)} ${source}`)).size).toBe(seen.length);
    expect(seen).toHaveLength(6);
    expect(seen.map(({ minute }) => minute)).toEqual(seen.map(({ minute }) => minute).toSorted((a, b) => b - a));
    expect(seen.find(({ minute, source }) => minute === NOW && source === '192.0.2.1')?.count).toBe(5);
  });

  test('are found by organization, key, reason and time', async () => {
    const own = incident({ reason: 'ip_not_allowed', keyId: 'key_a', organizationId: 'org_a', minute: NOW - HOUR });
    await store.take(batch([], [incident(), own]), LATER);
    expect(events({ organizationId: 'org_a' }).items).toEqual([own]);
    expect(events({ keyId: 'key_a' }).items).toEqual([own]);
    expect(events({ reasons: ['ip_not_allowed', 'origin_not_allowed'] }).items).toEqual([own]);
    expect(events({ to: NOW }).items).toEqual([own]);
    expect(events({ organizationId: 'org_b' }).items).toEqual([]);
  });

  test('of a flood stay few, and all of it is counted', async () => {
    const flood = Array.from({ length: 6_000 }, (_, n) =>
      incident({ source: `10.0.${String(n >> 8)}.${String(n & 255)}` }),
    );
    await store.take(batch([], flood), LATER);
    const found: SecurityRow[] = [...events({ limit: 10_000 }).items];
    expect(found).toHaveLength(5_001);
    expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(6_000);
  });

  test('of an organization are found minute by minute, those that happened most first, however many there are', async () => {
    const own = (minute: number, count: number) =>
      incident({ minute, organizationId: 'org_a', source: `192.0.2.${String(count)}`, count });
    await store.take(batch([], [own(NOW, 1), own(NOW, 3), own(NOW, 2), own(NOW - HOUR, 1), incident()]), LATER);
    expect(store.securityMinutes('org_a', 0, NOW + 1)).toEqual([NOW - HOUR, NOW]);
    expect(store.securityMinutes('org_a', NOW - HOUR + 1, NOW)).toEqual([]);
    expect(store.securityMinutes('org_b', 0, NOW + 1)).toEqual([]);
    expect(store.securityOfMinute('org_a', NOW, 2)).toMatchObject({ rows: [{ count: 3 }, { count: 2 }], omitted: 1 });
    expect(store.securityOfMinute('org_a', NOW - HOUR, 2)).toMatchObject({ rows: [{ count: 1 }], omitted: 0 });
    expect(store.securityOfMinute('org_a', 0, 2)).toEqual({ rows: [], omitted: 0 });
  });

  test('with a cursor of something else are refused', () => {
    expect(() => events({ cursor: 'nonsense' })).toThrow(expect.objectContaining({ code: 'validation_failed' }));
  });
});
