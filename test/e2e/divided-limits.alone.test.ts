import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../kit/cluster.ts';
import { CountingUpstream } from '../kit/counting-upstream.ts';
import { entitled } from '../kit/entitled.ts';
import { eventually } from '../kit/eventually.ts';
import { Hammer } from '../kit/hammer.ts';
import { type Shop, openShop } from '../kit/shop.ts';

const LIMIT = { perHour: 36_000, burst: 240 };

let shop: Shop;
let upstream: CountingUpstream;
let cluster: Cluster;
let organization: string;

beforeAll(async () => {
  upstream = await CountingUpstream.start();
  shop = await openShop({ small: `{ per_hour: ${String(LIMIT.perHour)}, burst: ${String(LIMIT.burst)} }` });
  cluster = await startCluster({ apiNodes: 3, upstream: upstream.url, env: { KEYLEDGER_PROFILE: shop.file } });
  organization = await cluster.admin().organization('acme');
}, 120_000);
afterAll(async () => {
  await cluster.stop();
  await Promise.all([upstream.close(), shop.close()]);
}, 60_000);

/** How many nodes each of these believes to share limits with. */
const known = (nodes: readonly number[]): Promise<number[]> =>
  Promise.all(nodes.map((node) => cluster.metric(cluster.apiNodes[node]!, 'keyledger_limiter_nodes')));
const agreed = (nodes: readonly number[], count: number): Promise<true> =>
  eventually(async () => (await known(nodes)).every((believed) => believed === count) || undefined, 30_000);

async function hammer(nodes: readonly number[]) {
  const { id, secret } = await cluster.admin().key(organization);
  return { id, hammer: new Hammer(cluster, { secrets: [secret], nodes }) };
}

async function untilEmpty(hammering: Hammer, admitted: number): Promise<void> {
  await eventually(() => hammering.admitted.length >= admitted, 40_000);
  await hammering.untilRefused();
}

/** Each node's part is whole requests: one less than it might be, for each of them, is not let through. */
async function expectExact(nodes: readonly number[]): Promise<void> {
  await agreed(nodes, nodes.length);
  const { id, hammer: hammering } = await hammer(nodes);
  await untilEmpty(hammering, LIMIT.burst + 20);
  const { least, most } = entitled(await hammering.stop(), LIMIT);
  expect(hammering.admitted.length).toBeGreaterThanOrEqual(least - nodes.length);
  expect(hammering.admitted.length).toBeLessThanOrEqual(most);
  expect(upstream.requestsOf(id)).toBe(hammering.admitted.length);
}

it('three nodes let through burst + refill × elapsed together, each its part of it', async () => {
  await expectExact([0, 1, 2]);
}, 90_000);

it('while one joins and one dies, the limit times those that were there by the fewest that any believed in', async () => {
  await agreed([0, 1, 2], 3);
  const { id, hammer: hammering } = await hammer([0, 1, 2]);
  await eventually(() => hammering.admitted.length > 0);
  await cluster.startApiNode(3);
  await agreed([3], 4);
  hammering.begin(3);
  await agreed([0, 1, 2, 3], 4);
  hammering.lift(2);
  cluster.apiNodes[2]?.kill('SIGKILL');
  await agreed([0, 1, 3], 3);
  await untilEmpty(hammering, LIMIT.burst);
  const { most } = entitled(await hammering.stop(), LIMIT);
  // Of the one that died some may have come through without an answer.
  expect(upstream.requestsOf(id)).toBeGreaterThanOrEqual(hammering.admitted.length);
  expect(upstream.requestsOf(id)).toBeLessThanOrEqual((most * 4) / 3);
  // Once they agree, those that are left let through the whole of it again.
  await expectExact([0, 1, 3]);
}, 120_000);
