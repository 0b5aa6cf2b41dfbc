import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../kit/cluster.ts';
import { CountingUpstream } from '../kit/counting-upstream.ts';
import { entitled, within } from '../kit/entitled.ts';
import { eventually } from '../kit/eventually.ts';
import { type Blow, Hammer } from '../kit/hammer.ts';
import { type TestRedis, describeWithRedis, startRedis } from '../kit/redis.ts';
import { type Shop, openShop } from '../kit/shop.ts';

const NODES = [0, 1, 2];
const SLOW = { perHour: 3_600, burst: 600 };
/** Of each node, where they do without Redis. */
const PART = { perHour: SLOW.perHour / NODES.length, burst: SLOW.burst / NODES.length };
const FAST = { perHour: 72_000, burst: 60 };
const SHARED = { perHour: 36_000, burst: 150 };
const inYaml = ({ perHour, burst }: typeof SLOW): string => `per_hour: ${String(perHour)}, burst: ${String(burst)}`;
const TIERS = {
  slow: `{ ${inYaml(SLOW)} }`,
  fast: `{ ${inYaml(FAST)} }`,
  shared: `{ per_hour: 1000000, burst: 100000, organization: { ${inYaml(SHARED)} } }`,
};

const admittedOf = (blows: readonly Blow[]): number => blows.filter(({ status }) => status === 200).length;

/** Answers that came too late for a limiter's question are decided by the policy: so often a window is tried again. */
const WINDOWS = 4;

describeWithRedis('three nodes that share rate limits by Redis', () => {
  let shop: Shop;
  let redis: TestRedis;
  let upstream: CountingUpstream;
  let cluster: Cluster;
  let serial = 0;

  beforeAll(async () => {
    [redis, upstream] = await Promise.all([startRedis(), CountingUpstream.start()]);
    shop = await openShop(TIERS);
    const env = { KEYLEDGER_PROFILE: shop.file, KEYLEDGER_LIMITER: redis.url };
    const envOf = (name: string) => (name === 'node-2' ? { KEYLEDGER_ON_LIMITER_OUTAGE: 'refuse' } : {});
    cluster = await startCluster({ apiNodes: NODES.length, upstream: upstream.url, env, envOf });
    await eventually(async () => (await metrics('limiter_nodes')).every((nodes) => nodes === NODES.length));
  }, 120_000);
  afterAll(async () => {
    await cluster.stop();
    await Promise.all([redis.close(), upstream.close(), shop.close()]);
  }, 60_000);

  const metrics = (name: string): Promise<number[]> =>
    Promise.all(cluster.apiNodes.map((node) => cluster.metric(node, `keyledger_${name}`)));
  const total = async (name: string): Promise<number> => (await metrics(name)).reduce((sum, one) => sum + one, 0);

  /** Keys of an organization of their own, and their secrets. */
  async function newKeys(tier: string, count = 1) {
    const organization = await cluster.admin().organization(`organization-${String((serial += 1))}`, { tier });
    return Promise.all(Array.from({ length: count }, () => cluster.admin().key(organization)));
  }

  /** Asks for more than there is, until so many were let through; all of them have reached the upstream. */
  async function window(tier: string, keys: number, until: number): Promise<readonly Blow[]> {
    const made = await newKeys(tier, keys);
    const hammer = new Hammer(cluster, { secrets: made.map(({ secret }) => secret), nodes: NODES });
    await eventually(() => hammer.admitted.length >= until, 40_000);
    await hammer.untilRefused();
    const blows = await hammer.stop();
    expect(new Set(blows.map(({ status }) => status))).toEqual(new Set([200, 429]));
    const reached = made.reduce((sum, { id }) => sum + upstream.requestsOf(id), 0);
    expect(reached).toBe(hammer.admitted.length);
    return blows;
  }

  async function expectExact(tier: string, limit: typeof SLOW, keys = 1, until = limit.burst): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const before = await total('limiter_failures_total');
      const blows = await window(tier, keys, until);
      if ((await total('limiter_failures_total')) > before && attempt < WINDOWS) continue;
      const { least, most } = entitled(blows, limit);
      expect(admittedOf(blows)).toBeGreaterThanOrEqual(least - within(least));
      expect(admittedOf(blows)).toBeLessThanOrEqual(most + within(most));
      return;
    }
  }

  /** Redis as a restart leaves it, empty, once no node does without it any more. */
  async function redisAgain(): Promise<void> {
    await redis.start();
    await eventually(async () => {
      const failing = await total('limiter_outage_requests_total');
      const [key] = await newKeys('slow');
      await cluster.everywhere(key?.secret ?? '');
      return (await total('limiter_outage_requests_total')) === failing;
    }, 20_000);
  }

  it.each([
    ['a key whose bucket is large and fills slowly', 'slow', SLOW, 1, SLOW.burst],
    ['a key whose bucket is small and fills fast', 'fast', FAST, 1, FAST.burst + 60],
    ['the keys of an organization together', 'shared', SHARED, 5, SHARED.burst + 30],
  ])(
    '%s: burst + refill × elapsed in all, within one request or one percent',
    async (_, tier, limit, keys, until) => {
      await expectExact(tier, limit, keys, until);
    },
    120_000,
  );

  it('a key whose bucket Redis takes with it gets each part of those nodes that share once more, and no more', async () => {
    const [key] = await newKeys('slow');
    const hammer = new Hammer(cluster, { secrets: [key!.secret], nodes: NODES });
    await eventually(() => hammer.admitted.length >= SLOW.burst, 40_000);
    await hammer.untilRefused();
    await redis.stop();
    const again = 2 * PART.burst;
    await eventually(() => hammer.admitted.length >= SLOW.burst + again, 40_000);
    await hammer.untilRefused();
    const { most } = entitled(await hammer.stop(), SLOW);
    expect(upstream.requestsOf(key!.id)).toBe(hammer.admitted.length);
    // From then on they share as much as before, of which the one that refuses gives nothing.
    expect(hammer.admitted.length).toBeLessThanOrEqual(most + within(most) + again);
    await redisAgain();
  }, 120_000);

  it('without Redis each node gives its part, or nothing, as its policy says; with it again the limit is exact', async () => {
    await redis.stop();
    const before = await total('limiter_outage_requests_total');
    const blows = await window('slow', 1, 2 * PART.burst);
    expect((await total('limiter_outage_requests_total')) - before).toBe(blows.length);
    expect(await total('limiter_failures_total')).toBeGreaterThan(0);
    const [first, second, refusing] = NODES.map((node) => blows.filter((blow) => blow.node === node));
    for (const sharing of [first, second]) {
      const { least, most } = entitled(sharing!, PART);
      expect(admittedOf(sharing!)).toBeGreaterThanOrEqual(least);
      expect(admittedOf(sharing!)).toBeLessThanOrEqual(most);
    }
    expect(admittedOf(refusing!)).toBe(0);
    await redisAgain();
    await expectExact('fast', FAST, 1, FAST.burst + 40);
  }, 120_000);
});
