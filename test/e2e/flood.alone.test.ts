import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../kit/cluster.ts';
import { Flood } from '../kit/flood.ts';
import { unknownKey } from '../kit/keys.ts';

const FLOOD = 50_000;
const MISS_BURST = 100;
const MISS_RATE = 10;

let cluster: Cluster;
let flood: Flood;

beforeAll(async () => {
  cluster = await startCluster({
    env: {
      KEYLEDGER_MISS_BURST: String(MISS_BURST),
      KEYLEDGER_MISS_RATE: String(MISS_RATE),
      KEYLEDGER_LOG_LEVEL: 'info',
    },
  });
  const { secret } = await cluster.admin().key(await cluster.admin().organization('acme'));
  flood = new Flood(cluster.apiNodes[0]?.addresses['http'] ?? '', secret);
  expect((await flood.ask(secret)).status).toBe(200);
});
afterAll(async () => {
  await flood?.[Symbol.asyncDispose]();
  await cluster?.stop();
});

const verifications = async (): Promise<number> => {
  const [authority] = cluster.authorities;
  if (authority === undefined) throw new Error('unreachable');
  return cluster.metric(authority, 'keyledger_verifications_total');
};

// What it does to the latency of cached keys is measured by `npm run bench flood`.
describe(`a flood of ${String(FLOOD)} well-formed unknown keys from one address`, () => {
  it('gets 429, never touches a cached key, and costs the authority no more than the configured misses', async () => {
    const before = await verifications();
    const startedAt = performance.now();
    const { answers, latencies } = await flood.send(Array.from({ length: FLOOD }, unknownKey));
    const seconds = (performance.now() - startedAt) / 1000;
    const misses = (await verifications()) - before;

    const limited = answers.filter(({ status, code }) => status === 429 && code === 'rate_limited');
    const invalid = answers.filter(({ status, code }) => status === 401 && code === 'invalid_key');
    expect(limited.length + invalid.length).toBe(FLOOD);
    expect(limited.every(({ retryAfter }) => Number(retryAfter) >= 1)).toBe(true);
    // The cached key was never asked about again, and every other question is one of an unknown key.
    expect(latencies.length).toBeGreaterThan(0);
    expect(misses).toBe(invalid.length);
    expect(misses).toBeGreaterThanOrEqual(MISS_BURST);
    expect(misses).toBeLessThanOrEqual(MISS_BURST + Math.ceil(MISS_RATE * seconds));
  });

  it('is over when it is over: a new key of the same address is accepted', async () => {
    const organization = await cluster.admin().organization('globex');
    const { secret } = await cluster.admin().key(organization);
    await expect.poll(() => flood.ask(secret), { interval: 50 }).toMatchObject({ status: 200 });
  });
});
