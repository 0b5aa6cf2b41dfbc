import { DEFAULT_PROFILE, type Profile, type Route } from '@keyledger/domain';
import { type Timers, type UsageRow } from '@keyledger/ports';
import { beforeEach, describe, expect, test } from 'vitest';
import { UseWatch, type UseWatchOptions } from '../../src/notices/use-watch.ts';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const heavy: Route = {
  name: 'heavy',
  method: 'GET',
  path: [],
  scopes: [],
  kinds: ['secret'],
  holder: 'any',
  query: 'any',
  cost: 10,
  refusals: [],
};
const profile: Profile = {
  ...DEFAULT_PROFILE,
  tiers: [
    { name: 'standard', limit: { perHour: 100, burst: 10, overage: false } },
    { name: 'endless', limit: null },
  ],
  routes: [heavy],
};

let api: TestApi;
let acme: string;
let sequence: number;

beforeEach(async () => {
  api = await startTestApi({}, { profile: () => profile });
  acme = await api.organization('acme');
  sequence = 0;
  return () => api.stop();
});

const noTimers: Timers = { after: () => () => undefined };

function watchOf(changes: Partial<UseWatchOptions> = {}): UseWatch {
  const { catalogue, usage, clock, logger } = api;
  const reads = { catalogue: { current: () => catalogue }, usage, countsEverything: true, profile: () => profile };
  return new UseWatch({ ...reads, clock, timers: noTimers, logger, intervalMs: 1, ...changes });
}

async function use(keyId: string, changes: Partial<UsageRow> = {}): Promise<void> {
  const minute = api.clock.now - (api.clock.now % 60_000);
  const counts = { requests: 1, bytesIn: 0, bytesOut: 0, latency: { sumMicros: 1, buckets: new Map([[0, 1]]) } };
  const of = { minute, keyId, organizationId: acme, route: '', scopes: [], status: 200, country: '' };
  const row = { ...of, ...counts, lastUsedAt: api.clock.now, ...changes };
  await api.usage.take({ node: 'aa', sequence: ++sequence, usage: [row], security: [] }, api.clock.now);
}

async function listed(kind: string): Promise<Json[]> {
  return (await api.call('GET', `/v1/notices?kind=${kind}`)).body['items'] as Json[];
}

const names = async (kind: string): Promise<unknown[]> => (await listed(kind)).map(({ key_name }) => key_name);

describe('unused keys', () => {
  test('are those without a request for 90 days, and no longer when they are used', async () => {
    const used = await api.key(acme, { name: 'used' });
    const idle = await api.key(acme, { name: 'idle' });
    await use(idle.id);
    api.clock.now += 60 * DAY;
    await use(used.id);
    api.clock.now += 30 * DAY;
    await watchOf().round();
    const last = new Date(api.clock.now - 90 * DAY).toISOString();
    expect(await listed('key.unused')).toMatchObject([{ key_name: 'idle', last_used_at: last }]);
    await use(idle.id);
    await watchOf().round();
    expect(await names('key.unused')).toEqual([]);
  });

  test('are not known before counting has gone on for 90 days', async () => {
    await api.key(acme, { name: 'old' });
    const other = await api.key(acme, { name: 'other' });
    api.clock.now += 300 * DAY;
    await watchOf().round();
    expect(await names('key.unused')).toEqual([]);
    await use(other.id);
    await watchOf().round();
    expect(await names('key.unused')).toEqual([]);
    api.clock.now += 89 * DAY;
    await use(other.id);
    await watchOf().round();
    expect(await names('key.unused')).toEqual([]);
    api.clock.now += DAY;
    await watchOf().round();
    expect(await names('key.unused')).toEqual(['old']);
  });

  test('are not known where a use may have been missed', async () => {
    const key = await api.key(acme);
    await use(key.id);
    api.clock.now += 200 * DAY;
    await watchOf({ countsEverything: false }).round();
    expect(await names('key.unused')).toEqual([]);
  });
});

describe('keys near their limit', () => {
  test('are those that used four fifths of an hour, for a day behind it', async () => {
    const near = await api.key(acme, { name: 'near' });
    const far = await api.key(acme, { name: 'far' });
    await use(near.id, { requests: 80 });
    await use(far.id, { requests: 79 });
    await watchOf().round();
    const start = new Date(api.clock.now - (api.clock.now % HOUR)).toISOString();
    expect(await listed('key.near_limit')).toMatchObject([
      { key_name: 'near', since: start, busy_hour: { start, requests: 80, per_hour: 100 } },
    ]);
    api.clock.now += DAY + HOUR;
    expect(await names('key.near_limit')).toEqual([]);
  });

  test('are counted by what each route costs', async () => {
    const key = await api.key(acme, { name: 'heavy user' });
    await use(key.id, { requests: 7, route: 'heavy' });
    await watchOf().round();
    expect(await names('key.near_limit')).toEqual([]);
    await use(key.id, { requests: 10, route: 'gone' });
    await watchOf().round();
    expect(await listed('key.near_limit')).toMatchObject([{ busy_hour: { requests: 80 } }]);
  });

  test('are not so by what was refused before the limit, or by it', async () => {
    const key = await api.key(acme);
    for (const status of [401, 403, 429]) await use(key.id, { requests: 500, status });
    await watchOf().round();
    expect(await names('key.near_limit')).toEqual([]);
  });

  test('have a limit', async () => {
    const key = await api.key(acme, { tier: 'endless' });
    await use(key.id, { requests: 5_000 });
    await watchOf().round();
    expect(await names('key.near_limit')).toEqual([]);
  });

  test('are still listed when they are changed, and not when they are revoked', async () => {
    const key = await api.key(acme, { name: 'near' });
    await use(key.id, { requests: 90 });
    await watchOf().round();
    await api.call('POST', `/v1/keys/${key.id}/pause`);
    expect(await names('key.near_limit')).toEqual(['near']);
    await api.call('POST', `/v1/keys/${key.id}/revoke`);
    expect(await names('key.near_limit')).toEqual([]);
    await watchOf().round();
    expect(await names('key.near_limit')).toEqual([]);
  });
});

test('every key is looked at, however many there are', async () => {
  for (let n = 0; n < 120; n++) await use((await api.key(acme)).id, { requests: 90 });
  await watchOf().round();
  const found = api.catalogue.listNotices({
    ...{ organizationId: acme, kind: 'key.near_limit', limit: 200, now: api.clock.now },
  });
  expect(found.items).toHaveLength(120);
});

test('a round that fails is followed by another, until the end', async () => {
  const waiting: (() => void)[] = [];
  const timers: Timers = {
    after(_, run) {
      waiting.push(run);
      return () => void waiting.splice(waiting.indexOf(run), 1);
    },
  };
  let failures = 1;
  const current = () => {
    if (failures-- > 0) throw new Error('the catalogue is not there');
    return api.catalogue;
  };
  const key = await api.key(acme, { name: 'near' });
  await use(key.id, { requests: 90 });
  const watch = watchOf({ timers, catalogue: { current } });
  watch.start();
  await expect.poll(() => waiting).toHaveLength(1);
  expect(await names('key.near_limit')).toEqual([]);
  waiting.shift()?.();
  await expect.poll(() => waiting).toHaveLength(1);
  expect(await names('key.near_limit')).toEqual(['near']);
  await watch.stop();
  expect(waiting).toEqual([]);
});
