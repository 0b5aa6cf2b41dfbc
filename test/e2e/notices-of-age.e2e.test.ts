import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MadeKey } from '../kit/admin-client.ts';
import { clockBehind } from '../kit/clock-behind.ts';
import { type Cluster, startCluster } from '../kit/cluster.ts';
import { eventually } from '../kit/eventually.ts';

const DAY_MS = 86_400_000;
const AGE_MS = 91 * DAY_MS;
const OFTEN = { KEYLEDGER_USAGE_INTERVAL: '1s', KEYLEDGER_NOTICES_INTERVAL: '1s' };

/** Calls of one address are bounded, so that nobody asks every few milliseconds. */
const SOON = { interval: 300 };

let cluster: Cluster;
let organization: string;
/** Made 91 days ago: one was used then, the other never. */
let old: { readonly used: MadeKey; readonly idle: MadeKey };
let isLongAgo = true;

beforeAll(async () => {
  cluster = await startCluster({ env: OFTEN, envOf: () => (isLongAgo ? clockBehind(AGE_MS) : {}) });
  organization = await cluster.admin().organization('acme');
  old = { used: await cluster.admin().key(organization), idle: await cluster.admin().key(organization) };
  await use(old.used);
  await eventually(async () => (await lastUsedAt(old.used)) !== null);
  await Promise.all([...cluster.apiNodes, ...cluster.authorities].map((service) => service.stop()));
  isLongAgo = false;
  await cluster.startAuthority(0);
  await cluster.startApiNode(0);
}, 120_000);
afterAll(() => cluster.stop(), 60_000);

async function use({ secret }: MadeKey): Promise<void> {
  expect((await cluster.request(0, secret)).status).toBe(200);
}

async function lastUsedAt({ id }: MadeKey): Promise<unknown> {
  return (await cluster.admin().call('GET', `/v1/keys/${id}`)).body['last_used_at'];
}

interface Notice {
  readonly key_id: string;
  readonly since: string;
}

async function noticed(kind: string): Promise<readonly Notice[]> {
  const { status, body } = await cluster.admin().call('GET', `/v1/notices?kind=${kind}`);
  expect(status).toBe(200);
  return body['items'] as readonly Notice[];
}
const noticedKeys = async (kind: string) => (await noticed(kind)).map(({ key_id: id }) => id).toSorted();
const ids = (...keys: readonly MadeKey[]) => keys.map(({ id }) => id).toSorted();

it('a key is due for rotation when its secret is 90 days old, until it is rotated', async () => {
  await cluster.admin().key(organization);
  expect(await noticedKeys('key.rotation_due')).toEqual(ids(old.used, old.idle));
  for (const { since } of await noticed('key.rotation_due')) {
    expect(Date.now() - Date.parse(since)).toBeGreaterThanOrEqual(AGE_MS - 90 * DAY_MS);
    expect(Date.now() - Date.parse(since)).toBeLessThan(2 * DAY_MS);
  }
  expect((await cluster.admin().command(old.idle.id, 'rotate')).status).toBe(200);
  expect(await noticedKeys('key.rotation_due')).toEqual(ids(old.used));
});

it('a key is unused 90 days after its last request, or its creation, until it is used', async () => {
  await use(await cluster.admin().key(organization));
  await expect.poll(() => noticedKeys('key.unused'), SOON).toEqual(ids(old.used, old.idle));
  await use(old.used);
  await expect.poll(() => noticedKeys('key.unused'), SOON).toEqual(ids(old.idle));
});
