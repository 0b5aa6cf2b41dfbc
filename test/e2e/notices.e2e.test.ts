import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../kit/cluster.ts';
import { eventually } from '../kit/eventually.ts';
import { type Shop, openShop } from '../kit/shop.ts';

const HOUR_MS = 3_600_000;

let shop: Shop;
let cluster: Cluster;
let organization: string;

beforeAll(async () => {
  shop = await openShop({ small: '{ per_hour: 20, burst: 20 }' }, 2);
  const env = { KEYLEDGER_PROFILE: shop.file, KEYLEDGER_USAGE_INTERVAL: '1s', KEYLEDGER_NOTICES_INTERVAL: '1s' };
  cluster = await startCluster({ env });
  organization = await cluster.admin().organization('acme');
}, 120_000);
afterAll(async () => {
  await cluster.stop();
  await shop.close();
}, 60_000);

async function keysNoticed(kind: string): Promise<readonly string[]> {
  const { body } = await cluster.admin().call('GET', `/v1/notices?organization_id=${organization}`);
  const notices = body['items'] as readonly { readonly kind: string; readonly key_id: string }[];
  return notices.filter((notice) => notice.kind === kind).map(({ key_id: id }) => id);
}

it('a key that has used four fifths of its limit is listed, soon after its requests', async () => {
  // Near the end of a clock hour the requests would be told apart.
  await eventually(() => Promise.resolve(Date.now() % HOUR_MS < HOUR_MS - 30_000), 35_000);
  const busy = await cluster.admin().key(organization);
  const quiet = await cluster.admin().key(organization);
  for (let n = 0; n < 8; n++) expect((await cluster.request(0, busy.secret, '/hello')).status).toBe(200);
  for (let n = 0; n < 4; n++) expect((await cluster.request(0, quiet.secret, '/hello')).status).toBe(200);
  await eventually(async () => (await keysNoticed('key.near_limit')).length > 0);
  expect(await keysNoticed('key.near_limit')).toEqual([busy.id]);
});

it('a key that expires soon is listed until it is revoked', async () => {
  const expires_at = new Date(Date.now() + 86_400_000).toISOString();
  const { id } = await cluster.admin().key(organization, { expires_at });
  expect(await keysNoticed('key.expires_soon')).toEqual([id]);
  await cluster.admin().call('POST', `/v1/keys/${id}/revoke`);
  expect(await keysNoticed('key.expires_soon')).toEqual([]);
});
