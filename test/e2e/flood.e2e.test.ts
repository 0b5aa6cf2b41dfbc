import { Pool } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../kit/cluster.ts';
import { unknownKey } from '../kit/keys.ts';

const FLOOD = 50_000;
const ROUNDS = 10;
const CONCURRENCY = 64;
/** How many at once ask with the key that is cached, while the flood runs. */
const PROBES = 2;
const MISS_BURST = 100;
const MISS_RATE = 10;
const MAX_SLOWDOWN = 2;

let cluster: Cluster;
let pool: Pool;
let cached: string;

beforeAll(async () => {
  cluster = await startCluster({
    env: {
      KEYLEDGER_MISS_BURST: String(MISS_BURST),
      KEYLEDGER_MISS_RATE: String(MISS_RATE),
      KEYLEDGER_LOG_LEVEL: 'info',
    },
  });
  cached = (await cluster.admin().key(await cluster.admin().organization('acme'))).secret;
  expect((await cluster.request(0, cached)).status).toBe(200);
  pool = new Pool(cluster.apiNodes[0]?.addresses['http'] ?? '', { connections: CONCURRENCY + PROBES });
});
afterAll(async () => {
  await pool?.close();
  await cluster?.stop();
});

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly retryAfter: string | undefined;
}

async function ask(secret: string): Promise<Answer> {
  const { statusCode, headers, body } = await pool.request({
    path: '/hello',
    method: 'GET',
    headers: { authorization: `Bearer ${secret}` },
  });
  const { reason_code: code } = (await body.json()) as { reason_code?: string };
  const retryAfter = headers['retry-after'];
  return { status: statusCode, code: code ?? '', retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined };
}

interface Round {
  readonly answers: readonly Answer[];
  /** Of the cached key meanwhile, in milliseconds. */
  readonly latencies: readonly number[];
}

/** Sends all the keys, so many at once, and asks with the cached one for as long as that takes. */
async function flood(secrets: readonly string[]): Promise<Round> {
  const answers: Answer[] = [];
  const latencies: number[] = [];
  let next = 0;
  let running = CONCURRENCY;
  const flooder = async (): Promise<void> => {
    for (let secret = secrets[next++]; secret !== undefined; secret = secrets[next++]) answers.push(await ask(secret));
    running -= 1;
  };
  const prober = async (): Promise<void> => {
    while (running > 0) {
      const sent = performance.now();
      const { status } = await ask(cached);
      latencies.push(performance.now() - sent);
      if (status !== 200) throw new Error(`the cached key was answered with ${String(status)}`);
    }
  };
  await Promise.all([...Array.from({ length: CONCURRENCY }, flooder), ...Array.from({ length: PROBES }, prober)]);
  return { answers, latencies };
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
const median = (values: readonly number[]): number => quantile(values, 0.5);
const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const verifications = (): Promise<number> => cluster.metric(cluster.authorities[0]!, 'keyledger_verifications_total');

describe(`a flood of ${String(FLOOD)} well-formed unknown keys from one address`, () => {
  it('leaves a cached key its latency, gets 429, and costs the authority no more than the configured misses', async () => {
    const size = FLOOD / ROUNDS;
    // The same load without a flood: as many clients, as many requests, every one with a key that is cached.
    const ordinary = times(size, () => cached);
    const unknown = times(ROUNDS, () => times(size, unknownKey));
    await flood(ordinary); // Until all is compiled and connected.
    const before = await verifications();
    const startedAt = performance.now();
    const calm: Round[] = [];
    const flooded: Round[] = [];
    // In turn, so that whatever else the machine does meets both alike.
    for (const secrets of unknown) {
      calm.push(await flood(ordinary));
      flooded.push(await flood(secrets));
    }
    const seconds = (performance.now() - startedAt) / 1000;
    const misses = (await verifications()) - before;

    const answers = flooded.flatMap((round) => round.answers);
    const limited = answers.filter(({ status, code }) => status === 429 && code === 'rate_limited');
    const invalid = answers.filter(({ status, code }) => status === 401 && code === 'invalid_key');
    const slowdown = (share: number): number =>
      median(flooded.map(({ latencies }) => quantile(latencies, share))) /
      median(calm.map(({ latencies }) => quantile(latencies, share)));
    console.log(
      `${String(answers.length)} unknown keys in ${seconds.toFixed(1)} s: ${String(limited.length)} limited, ${String(misses)} misses; ` +
        `cached key: median ${median(calm.map(({ latencies }) => median(latencies))).toFixed(2)} ms → ` +
        `${median(flooded.map(({ latencies }) => median(latencies))).toFixed(2)} ms, slowdown p50 ${slowdown(0.5).toFixed(2)}, p95 ${slowdown(0.95).toFixed(2)}`,
    );

    expect(limited.length + invalid.length).toBe(FLOOD);
    expect(limited.every(({ retryAfter }) => Number(retryAfter) >= 1)).toBe(true);
    // The cached key was never asked about again, and every other question is one of an unknown key.
    expect(misses).toBe(invalid.length);
    expect(misses).toBeGreaterThanOrEqual(MISS_BURST);
    expect(misses).toBeLessThanOrEqual(MISS_BURST + Math.ceil(MISS_RATE * seconds));
    expect(slowdown(0.5)).toBeLessThan(MAX_SLOWDOWN);
  });

  it('is over when it is over: a new key of the same address is accepted', async () => {
    const organization = await cluster.admin().organization('globex');
    const { secret } = await cluster.admin().key(organization);
    await expect.poll(() => ask(secret), { timeout: 5_000, interval: 50 }).toMatchObject({ status: 200 });
  });
});
