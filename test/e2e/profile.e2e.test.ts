import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, type PublicAnswer, startCluster } from '../kit/cluster.ts';
import { eventually } from '../kit/eventually.ts';

const PROFILE = `name: shop
environments: [staging, production]
keys:
  prefixes:
    - { text: 'shop_{environment}_', kind: secret }
scopes:
  hello:read: { granted: true }
tiers:
  standard: unlimited
routes:
  hello: { get: /hello, scopes: [hello:read] }
`;

let folder: string;
let file: string;
let cluster: Cluster;
let organization: string;
let secret: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-profile-'));
  file = join(folder, 'shop.yaml');
  await put(PROFILE);
  cluster = await startCluster({ env: { KEYLEDGER_PROFILE: file } });
  organization = await cluster.admin().organization('acme');
  ({ secret } = await cluster.admin().key(organization));
});
afterAll(async () => {
  await cluster.stop();
  await rm(folder, { recursive: true });
});

/** As editors and volumes do: the file is whole at every moment. */
async function put(text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

const seen = ({ status, reasonCode }: PublicAnswer): string => `${String(status)} ${reasonCode}`;
const ask = async (path: string): Promise<string> => seen(await cluster.request(0, secret, path));

const untilAnswered = (path: string, wanted: string): Promise<unknown> =>
  eventually(async () => {
    expect(await ask(path)).toBe(wanted);
    return true;
  });

const checkOf = async (ops: string): Promise<{ ready: boolean; text: string }> => {
  const response = await fetch(`${ops}/readyz`);
  return { ready: response.ok, text: await response.text() };
};

it('a process serves the first environment of its profile, by the key format that it declares', async () => {
  expect(secret).toMatch(/^shop_staging_[0-9A-Za-z]{49}$/);
  expect(await ask('/hello')).toBe('200 ');
  expect(await ask('/other')).toBe('403 route_not_allowed');
});

it('a route that comes and goes holds without a restart, and no request on another one fails meanwhile', async () => {
  const others = new Set<string>();
  let over = false;
  const traffic = (async () => {
    while (!over) others.add(await ask('/hello'));
  })();
  try {
    await put(`${PROFILE}  again: { get: /again }\n`);
    await untilAnswered('/again', '200 ');
    await put(PROFILE);
    await untilAnswered('/again', '403 route_not_allowed');
  } finally {
    over = true;
    await traffic;
  }
  expect([...others]).toEqual(['200 ']);
});

it('the authority takes a new profile over for its next command', async () => {
  const create = async (): Promise<string> =>
    String(
      (await cluster.admin().call('POST', `/v1/organizations/${organization}/keys`, { name: 'x' })).body['secret'],
    );
  await put(PROFILE.replace('prefixes:', 'prefixes:\n    - { text: s_, kind: secret, environment: staging }'));
  await eventually(async () => (await create()).startsWith('s_'));
  expect(await ask('/hello')).toBe('200 ');
});

it('a file that cannot be used is told by both processes, which go on ready with the last good one', async () => {
  await put(PROFILE.replace('tiers:', 'tires:'));
  for (const service of [...cluster.authorities, ...cluster.apiNodes]) {
    const ops = service.addresses['ops'] ?? '';
    await eventually(
      async () => (await checkOf(ops)).text.includes('line 8, column 1: `tires` is not known here'),
      15_000,
    );
    expect((await checkOf(ops)).ready).toBe(true);
  }
  expect(await ask('/hello')).toBe('200 ');
});
