import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import type { RateLimit, RateVerdict } from '@keyledger/domain';
import { type Logger, type Timers, silentLogger, systemClock, systemTimers } from '@keyledger/ports';
import { createClient } from '@redis/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../test/kit/eventually.ts';
import { type TestRedis, describeWithRedis, startRedis } from '../../../test/kit/redis.ts';
import { Seeded } from '../../../test/kit/seeded.ts';
import { LocalLimiter, OutageLimiter, RedisBuckets, SharedLimiter } from '../src/index.ts';
import type { Ask } from '../src/shared-buckets.ts';
import { MemoryBuckets } from './kit/memory-buckets.ts';

const opened: RedisBuckets[] = [];
let redis: TestRedis;

/** For what a busy machine may take its time with: no answer is late. */
const PATIENT: Timers = { after: () => () => undefined };

async function open(url = redis.url, logger: Logger = silentLogger, timers = PATIENT): Promise<RedisBuckets> {
  const buckets = new RedisBuckets({ url, logger, clock: systemClock, timers });
  opened.push(buckets);
  buckets.open();
  await eventually(() => answers(buckets));
  return buckets;
}

const PROBE: Ask = {
  bucket: 'probe',
  limit: { perHour: 3_600_000, burst: 1, overage: false },
  cost: 0,
  spent: 0,
  ahead: 0,
  nodes: 1,
};

const answers = (buckets: RedisBuckets): Promise<boolean> =>
  buckets.ask(PROBE).then(
    () => true,
    () => false,
  );

async function openNodes(count: number): Promise<readonly SharedLimiter[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const shared = await open();
      const failed = (error: unknown): never => {
        throw error;
      };
      return new SharedLimiter({ shared, nodes: () => count, clock: systemClock, timers: systemTimers, failed });
    }),
  );
}

/** A limit that gives nothing back while a test lasts, so that what is let through is the burst. */
const ofBurst = (burst: number): RateLimit => ({ perHour: 1, burst, overage: false });

describeWithRedis('a rate limit in Redis', () => {
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());
  afterEach(() => {
    for (const buckets of opened.splice(0)) buckets.close();
  });

  test.each([
    [60, [1, 1, 1]],
    [60, [8, 1, 0]],
    [100, [1, 0, 3]],
    [500, [1, 1, 1]],
    [2_000, [5, 1, 1]],
  ])('of %i at once is exact over three nodes, with their requests %j', async (burst, weights) => {
    const random = new Seeded(`redis, ${String(burst)} at once`);
    const nodes = await openNodes(3);
    const wheel = weights.flatMap((weight, node) => Array<number>(weight).fill(node));
    const bucket = `exact-${String(burst)}-${weights.join('-')}`;
    const verdicts: Promise<RateVerdict>[] = [];
    for (let i = 0; i < burst * 2; i++) {
      const verdict = Promise.resolve(nodes[random.pick(wheel)]!.take(bucket, ofBurst(burst), 1));
      verdicts.push(verdict);
      if (random.chance(0.2)) await verdict;
    }
    const allowed = (await Promise.all(verdicts)).filter((verdict) => verdict.allowed).length;
    expect(Math.abs(allowed - burst)).toBeLessThanOrEqual(Math.max(1, burst / 100));
  });

  test('answers as the model does that the nodes are tested with', async () => {
    const random = new Seeded('redis, script and model');
    const buckets = await open();
    const model = new MemoryBuckets(() => 0);
    // So slow that no time passes for them; a bucket is asked by one, and then by another.
    const limits = [
      { perHour: 1e-3, burst: 100, overage: false },
      { perHour: 2e-2, burst: 100, overage: false },
      { perHour: 1e-3, burst: 20, overage: false },
      { perHour: 5e-3, burst: 400, overage: false },
    ];
    let limit = limits[0]!;
    for (let i = 0; i < 500; i++) {
      if (random.chance(0.1)) limit = random.pick(limits);
      const ask: Ask = {
        bucket: `model-${String(random.below(5))}`,
        limit,
        cost: random.below(10),
        spent: random.below(8) - 5,
        ahead: random.below(30),
        nodes: 1 + random.below(4),
      };
      const [real, expected] = [await buckets.ask(ask), model.answer(ask)];
      expect(real).toMatchObject({ allowed: expected.allowed, ahead: expected.ahead });
      expect(real.tokens).toBeCloseTo(expected.tokens, 3);
      expect(real.settleMs > 0 || expected.settleMs === 0 || expected.ahead === 0).toBe(true);
    }
  });

  test('comes back evenly, by the clock of the server', async () => {
    const buckets = await open();
    const ask: Ask = { ...PROBE, bucket: 'refill', limit: { perHour: 360_000, burst: 3, overage: false }, cost: 1 };
    const began = performance.now();
    for (let i = 0; i < 3; i++) expect((await buckets.ask(ask)).allowed).toBe(true);
    await eventually(async () => (await buckets.ask({ ...ask, cost: 3 })).allowed);
    expect(performance.now() - began).toBeGreaterThan(20);
  });

  test('no request waits above the last fifth but the first at each node, below it each, and nobody is asked once it is empty', async () => {
    const nodes = await openNodes(3);
    const [buckets] = opened;
    const limit = ofBurst(900);
    const waited: boolean[] = [];
    const take = async (count: number, allowed: boolean): Promise<void> => {
      for (let i = 0; i < count; i++) {
        const verdict = nodes[i % nodes.length]!.take('four fifths', limit, 1);
        waited.push(verdict instanceof Promise);
        expect(await verdict).toMatchObject({ allowed });
        // What is asked for requests to come is answered by then.
        if (allowed) await Promise.all(opened.map((each) => each.ask(PROBE)));
      }
    };
    await take(limit.burst, true);
    expect(waited.slice(0, 3)).toEqual([true, true, true]);
    expect(waited.slice(3, 700)).not.toContain(true);
    expect(waited.slice(750)).not.toContain(false);
    await eventually(async () => (await buckets!.ask({ ...PROBE, bucket: 'four fifths', limit })).settleMs === 0);
    await take(3, false);
    const before = await questionsTo(redis.url);
    await take(300, false);
    expect(await questionsTo(redis.url)).toBe(before);
    expect(before).toBeGreaterThan(0);
  });

  test('while the server does not answer, or is gone, each node gives its part, and the limit once it is back', async () => {
    const server = await startRedis();
    try {
      const lines: string[] = [];
      const log = (_fields: object, message: string): void => void lines.push(message);
      let isPatient = true;
      const timers: Timers = { after: (ms, run) => (isPatient ? PATIENT : systemTimers).after(ms, run) };
      const shared = await open(server.url, { ...silentLogger, warn: log, info: log }, timers);
      let failures = 0;
      const failed = (error: unknown): void => limiter.failed(error);
      const options = { shared, nodes: () => 3, clock: systemClock, timers: systemTimers, failed };
      const limiter = new OutageLimiter({
        inner: new SharedLimiter(options),
        local: new LocalLimiter(systemClock, () => 3),
        policy: 'local-share',
        clock: systemClock,
        observer: { outage: () => undefined, failed: () => void (failures += 1) },
      });
      const allowed = async (bucket: string): Promise<number> => {
        const take = (): Promise<RateVerdict> => Promise.resolve(limiter.take(bucket, ofBurst(9), 1));
        const verdicts = await Promise.all(Array.from({ length: 30 }, take));
        return verdicts.filter((verdict) => verdict.allowed).length;
      };
      expect(await allowed('before')).toBe(9);
      isPatient = false;
      server.suspend();
      expect(await allowed('suspended')).toBe(3);
      expect(failures).toBeGreaterThan(0);
      server.resume();
      await server.stop();
      expect(await allowed('gone')).toBe(3);
      await server.start();
      await eventually(() => answers(shared));
      // Whoever comes while the node has not tried again gets its part: another name each time.
      let round = 0;
      await eventually(async () => (await allowed(`back-${String((round += 1))}`)) === 9);
      expect(lines).toEqual([
        'the rate limiter is not reachable; trying again and again',
        'the rate limiter is reachable again',
      ]);
    } finally {
      await server.close();
    }
  });

  test('a connection that is cut without a word is given up, and another one made', async () => {
    const way = await cuttableWay(Number(new URL(redis.url).port));
    try {
      const buckets = await open(`redis://127.0.0.1:${String(way.port)}`, silentLogger, systemTimers);
      way.cut();
      expect(await answers(buckets)).toBe(false);
      await eventually(() => answers(buckets));
    } finally {
      way.close();
    }
  });
});

/** How many questions a server has been asked until now. */
async function questionsTo(url: string): Promise<number> {
  const client = await createClient({ url }).connect();
  const { groups } = /cmdstat_evalsha:calls=(?<calls>\d+)/.exec(await client.info('commandstats')) ?? {};
  client.destroy();
  return Number(groups?.['calls'] ?? 0);
}

/** A way to a port, whose connections can be made silent; those that come later are not. */
async function cuttableWay(to: number) {
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((from) => {
    const onward = connect(to, '127.0.0.1');
    from.pipe(onward).pipe(from);
    for (const socket of [from, onward]) socket.on('error', () => undefined);
    pairs.add([from, onward]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      for (const [from, onward] of pairs) from.unpipe(onward).pause();
    },
    close: () => {
      server.close();
      for (const sockets of pairs) for (const socket of sockets) socket.destroy();
    },
  };
}
