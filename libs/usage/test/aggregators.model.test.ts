import type { UsageRow } from '@keyledger/ports';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Counts } from '../src/counts.ts';
import { SecurityAggregator } from '../src/security-aggregator.ts';
import { UsageAggregator, type UsageSample } from '../src/usage-aggregator.ts';

const NOW = Date.parse('2026-11-22T20:00:00Z');

const samples: fc.Arbitrary<UsageSample[]> = fc.array(
  fc.record({
    at: fc.integer({ min: NOW, max: NOW + 200_000 }),
    keyId: fc.constantFrom('key_a', 'key_b', 'key_c'),
    organizationId: fc.constant('org_a'),
    route: fc.constantFrom('', 'encounters.list', 'audio.get'),
    scopes: fc.constant(['documents:read']),
    status: fc.constantFrom(200, 403, 429, 500),
    country: fc.constantFrom('', 'CH', 'US'),
    durationMs: fc.double({ min: 0, max: 1_000, noNaN: true }),
    bytesIn: fc.nat(10_000),
    bytesOut: fc.nat(10_000),
    admitted: fc.boolean(),
  }),
  { maxLength: 80 },
);

const counted = (list: readonly UsageSample[]): readonly UsageRow[] => {
  const aggregator = new UsageAggregator();
  for (const sample of list) aggregator.add(sample);
  return aggregator.take();
};

function total(rows: readonly UsageRow[]): Counts {
  const sum = new Counts();
  for (const row of rows) sum.merge(row);
  return sum;
}

test('however requests are split into batches, the totals are those of one that has all', () => {
  fc.assert(
    fc.property(samples, samples, (some, more) => {
      expect(total([...counted(more), ...counted(some)])).toEqual(total(counted([...some, ...more])));
    }),
  );
});

test('there are never more rows than allowed and one, and what did not fit is in its counts', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 5 }), (list, maxRows) => {
      const aggregator = new UsageAggregator(maxRows);
      for (const sample of list) aggregator.add(sample);
      const { overflowed } = aggregator;
      const rows = aggregator.take();
      expect(rows.length).toBeLessThanOrEqual(maxRows + 1);
      expect(total(rows)).toEqual(total(counted(list)));
      expect(rows[maxRows]?.requests ?? 0).toBe(overflowed);
      expect(rows.slice(0, maxRows).every(({ keyId }) => keyId !== '')).toBe(true);
    }),
  );
});

test('what is told apart is minute, key, route, status and country', () => {
  const base: UsageSample = {
    at: NOW + 1,
    keyId: 'key_a',
    organizationId: 'org_a',
    route: 'encounters.list',
    scopes: ['encounters:read'],
    status: 200,
    country: 'CH',
    durationMs: 1.5,
    bytesIn: 1,
    bytesOut: 2,
    admitted: true,
  };
  const others = [{ at: NOW + 60_001 }, { keyId: 'key_b' }, { route: '' }, { status: 403 }, { country: '' }];
  const rows = counted([base, base, ...others.map((other) => ({ ...base, ...other }))]);
  expect(rows).toHaveLength(1 + others.length);
  expect(rows[0]).toMatchObject({ minute: NOW, requests: 2, bytesIn: 2, bytesOut: 4, lastUsedAt: NOW + 1 });
  expect(rows[0]?.latency).toMatchObject({ sumMicros: 3_000 });
});

test('a key that was refused was not used', () => {
  const sample = { ...(fc.sample(samples, 20).flat()[0] as UsageSample), admitted: false };
  expect(counted([sample])[0]?.lastUsedAt).toBe(0);
});

test('security rows are capped, one more for each reason, and lose no count', () => {
  const aggregator = new SecurityAggregator(10);
  for (let n = 0; n < 1_000; n++) {
    const clientAddress = `10.0.${String(n >> 8)}.${String(n & 255)}`;
    const reason = n % 2 === 0 ? 'invalid_key' : 'ip_not_allowed';
    aggregator.add({ at: NOW, reason, clientAddress, keyId: '', organizationId: '' });
  }
  expect(aggregator.size).toBe(12);
  const rows = aggregator.take();
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(1_000);
  expect(rows.filter(({ source }) => source === '').map(({ reason }) => reason)).toEqual([
    'invalid_key',
    'ip_not_allowed',
  ]);
  expect(aggregator.take()).toEqual([]);
});

test('a customer of IPv6 is one source, however many addresses it has', () => {
  const aggregator = new SecurityAggregator();
  for (const clientAddress of ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', '::ffff:192.0.2.7', null, 'nonsense']) {
    aggregator.add({ at: NOW, reason: 'invalid_key', clientAddress, keyId: '', organizationId: '' });
  }
  expect(aggregator.take().map(({ source, count }) => [source, count])).toEqual([
    ['2001:db8:0:1::/64', 2],
    ['192.0.2.7', 1],
    ['', 2],
  ]);
});
