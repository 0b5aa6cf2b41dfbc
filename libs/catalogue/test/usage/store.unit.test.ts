import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { summarize, totalOf } from '@keyledger/domain';
import { silentLogger } from '@keyledger/ports';
import { beforeEach, describe, expect, test } from 'vitest';
import { type UsageStore, openUsageStore } from '../../src/index.ts';
import { SCHEMA_OF_USAGE, plansOf } from '../kit/query-plans.ts';
import { scratchFile } from '../kit/scratch-file.ts';
import { DAY, FOREVER, HOUR, LATER, NOW, batch, incident, row } from '../kit/usage-rows.ts';

let file: string;
let store: UsageStore;

beforeEach(() => {
  file = scratchFile('usage.sqlite');
  store = openUsageStore({ file, logger: silentLogger });
  return () => store.close();
});

const requestsOf = (interval: 'minute' | 'hour' | 'day', keyId = 'key_a'): [number, number][] =>
  summarize(store.usage({ keyId, interval, from: 0, to: NOW + DAY }), []).map(({ start, requests }) => [
    start,
    requests,
  ]);

const events = (change: object = {}) =>
  store.security({ organizationId: null, keyId: null, reasons: null, from: 0, to: NOW + DAY, limit: 100, ...change });

describe('a batch', () => {
  test('is added to its minutes, hours and days, also behind what is there already', async () => {
    await store.take(batch([row(), row({ minute: NOW + 60_000 })]), LATER);
    await store.take(batch([row({ requests: 5, latency: { sumMicros: 1, buckets: new Map([[1, 5]]) } })]), LATER);
    expect(requestsOf('minute')).toEqual([
      [NOW, 7],
      [NOW + 60_000, 2],
    ]);
    expect(requestsOf('hour')).toEqual([[Date.parse('2026-11-22T20:00:00Z'), 9]]);
    expect(requestsOf('day')).toEqual([[Date.parse('2026-11-22T00:00:00Z'), 9]]);
    const [rollup] = store.usage({ keyId: 'key_a', interval: 'day', from: 0, to: NOW });
    expect(rollup).toMatchObject({ bytesIn: 30, bytesOut: 300, latency: { sumMicros: 6_001 } });
    expect(rollup?.latency.buckets).toEqual(
      new Map([
        [16, 4],
        [1, 5],
      ]),
    );
  });

  test('counts once, however often it comes, also after a restart', async () => {
    const once = batch([row()], [incident()]);
    await Promise.all([store.take(once, LATER), store.take(once, LATER)]);
    await store.close();
    store = openUsageStore({ file, logger: silentLogger });
    await store.take(once, LATER);
    expect(requestsOf('minute')).toEqual([[NOW, 2]]);
    expect(events().items).toMatchObject([{ count: 1 }]);
  });

  test('of another start of a node is another batch', async () => {
    const once = batch([row()]);
    await store.take(once, LATER);
    await store.take({ ...once, node: 'bb' }, LATER);
    expect(requestsOf('minute')).toEqual([[NOW, 4]]);
  });

  test('that cannot be added whole is not added at all, and may come again', async () => {
    const good = batch([row()], [incident()]);
    const broken = { ...good, security: [incident({ count: 1.5 })] };
    await expect(store.take(broken, LATER)).rejects.toMatchObject({ code: 'internal' });
    expect(requestsOf('minute')).toEqual([]);
    expect(store.lastUsedAt('key_a')).toBeNull();
    await store.take(good, LATER);
    expect(requestsOf('minute')).toEqual([[NOW, 2]]);
  });

  test('from the topic is kept together with where it stood', async () => {
    const at = { topicId: 'one', partition: 3, offset: 41 };
    await store.take(batch([row()]), LATER, at);
    await store.skip({ ...at, partition: 0 });
    expect(store.nextOffsets('one')).toEqual(
      new Map([
        [0, 42],
        [3, 42],
      ]),
    );
    expect(store.nextOffsets('another')).toEqual(new Map());
  });
});

test('the last use of a key is the latest that any batch tells of', async () => {
  await store.take(batch([row({ lastUsedAt: NOW + 7 })]), LATER);
  await store.take(batch([row({ lastUsedAt: NOW + 3 }), row({ keyId: 'key_b', lastUsedAt: 0 })]), LATER);
  expect(store.lastUsedAt('key_a')).toBe(NOW + 7);
  expect(store.lastUsedAt('key_b')).toBeNull();
});

test('what a node whose clock is ahead has counted is of now', async () => {
  const ahead = NOW + 30 * DAY;
  await store.take(batch([row({ minute: ahead, lastUsedAt: ahead })], [incident({ minute: ahead })]), NOW + 5);
  expect(requestsOf('minute')).toEqual([[NOW, 2]]);
  expect(store.lastUsedAt('key_a')).toBe(NOW + 5);
  expect(events().items).toMatchObject([{ minute: NOW }]);
});

test('each step is kept for its own time', async () => {
  const ages = [0, 3 * HOUR, 3 * DAY];
  const minutes = ages.map((age) => NOW - age);
  await store.take(
    batch(
      minutes.map((minute) => row({ minute })),
      minutes.map((minute) => incident({ minute })),
    ),
    LATER,
  );
  await store.prune(NOW, { minute: HOUR, hour: DAY, day: 10 * DAY, security: DAY });
  expect(['minute', 'hour', 'day'].map((interval) => requestsOf(interval as 'day').length)).toEqual([1, 2, 2]);
  expect(events().items).toHaveLength(2);
});

test('a batch that comes again after pruning still counts once', async () => {
  const once = batch([row()]);
  await store.take(once, LATER);
  await store.prune(NOW + DAY, FOREVER);
  await store.take(once, NOW + DAY);
  expect(requestsOf('minute')).toEqual([[NOW, 2]]);
});

describe('usage by group', () => {
  test('tells routes, countries and kinds of status apart, and a request counts for each scope of its route', async () => {
    const failed = row({
      route: 'encounters.list',
      scopes: ['encounters:read'],
      status: 503,
      country: '',
      requests: 1,
    });
    await store.take(batch([row(), failed]), LATER);
    const rollups = store.usage({ keyId: 'key_a', interval: 'hour', from: 0, to: NOW + HOUR });
    const by = (...groups: Parameters<typeof summarize>[1]) =>
      summarize(rollups, groups).map(({ group, requests }) => ({ ...group, requests }));
    expect(by('route', 'status_class')).toEqual([
      { route: 'audio.get', status_class: '2xx', requests: 2 },
      { route: 'encounters.list', status_class: '5xx', requests: 1 },
    ]);
    expect(by('country').map(({ country }) => country)).toEqual(['CH', '']);
    expect(by('scope')).toEqual([
      { scope: 'documents:read', requests: 2 },
      { scope: 'audio:read', requests: 2 },
      { scope: 'encounters:read', requests: 1 },
    ]);
    expect(totalOf(rollups)).toMatchObject({ requests: 3, successes: 2, clientErrors: 0, serverErrors: 1 });
  });

  test('of nothing has no latency', () => {
    expect(totalOf([])).toMatchObject({ requests: 0, latency: null });
  });
});

describe('a file', () => {
  test('that is damaged is set aside, and counting begins anew', async () => {
    await store.close();
    writeFileSync(file, 'this is no database, but long enough to be one'.repeat(100));
    store = openUsageStore({ file, logger: silentLogger });
    await store.take(batch([row()]), LATER);
    expect(requestsOf('minute')).toEqual([[NOW, 2]]);
    expect(existsSync(`${file}.damaged`)).toBe(true);
  });

  test('of another version is left alone', async () => {
    await store.close();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => openUsageStore({ file, logger: silentLogger })).toThrow(expect.objectContaining({ code: 'internal' }));
    expect(existsSync(`${file}.damaged`)).toBe(false);
    rmSync(file);
    store = openUsageStore({ file, logger: silentLogger });
  });
});

test('what is asked for is read from an index, in its order', () => {
  for (const [name, plan] of plansOf(SCHEMA_OF_USAGE)) {
    expect(
      plan.filter((step) => /^SCAN (usage|security)|TEMP B-TREE/.test(step)),
      name,
    ).toEqual([]);
  }
});
