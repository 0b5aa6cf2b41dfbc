import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, type PublicAnswer, startCluster } from '../kit/cluster.ts';
import { eventually } from '../kit/eventually.ts';
import { unknownKey } from '../kit/keys.ts';

let cluster: Cluster;
let organization: string;
let folder: string;
let aside: string;

beforeAll(async () => {
  cluster = await startCluster({ env: { KEYLEDGER_DIGEST_KEY_ACTIVE: 'one' } });
  organization = await cluster.admin().organization('acme');
  folder = join(cluster.folder, 'digest-keys');
  aside = join(cluster.folder, 'aside');
  await mkdir(aside);
});
afterAll(() => cluster.stop());

const newSecret = async (): Promise<string> => (await cluster.admin().key(organization)).secret;
const move = async (from: string, to: string): Promise<void> => {
  for (const name of await readdir(from)) await rename(join(from, name), join(to, name));
};
/** `[status, reason code]`. */
const seen = ({ status, reasonCode }: PublicAnswer): [number, string] => [status, reasonCode];
const ask = async (secret: string): Promise<[number, string]> => seen(await cluster.request(0, secret));
const readiness = async (): Promise<number> =>
  (await fetch(`${cluster.authorities[0]?.addresses['ops'] ?? ''}/readyz`)).status;

/** Everything that the node has been answered for this key until the answer was as wanted. */
async function answersUntil(secret: () => string | Promise<string>, wanted: [number, string]): Promise<string[]> {
  const codes: string[] = [];
  await eventually(async () => {
    const answer = await ask(await secret());
    codes.push(answer[1]);
    return answer[0] === wanted[0] && answer[1] === wanted[1];
  });
  return codes;
}

describe('the digest keys are taken away while the authority runs', () => {
  it('no key is called invalid, cached ones go on, and all works again when they are back', async () => {
    const cached = await newSecret();
    const uncached = await newSecret();
    expect(await ask(cached)).toEqual([200, '']);

    await move(folder, aside);
    // From the moment of the removal, keys that nobody made are asked about: they are invalid only while that can be told.
    expect(await answersUntil(unknownKey, [503, 'digest_key_unavailable'])).not.toContain('');
    expect(await ask(uncached)).toEqual([503, 'digest_key_unavailable']);
    expect(await ask(unknownKey())).toEqual([503, 'digest_key_unavailable']);
    expect(await ask(cached)).toEqual([200, '']);
    expect(await readiness()).toBe(503);

    const admin = cluster.admin();
    const verified = await admin.call('POST', '/v1/keys/verify', { secret: uncached });
    expect([verified.status, verified.body['code']]).toEqual([503, 'digest_key_unavailable']);
    expect(verified.headers['retry-after']).toBeDefined();
    const created = await admin.call('POST', `/v1/organizations/${organization}/keys`, { name: 'x' });
    expect([created.status, created.body['code']]).toEqual([503, 'digest_key_unavailable']);

    await move(aside, folder);
    const codes = await answersUntil(() => uncached, [200, '']);
    expect(new Set(codes.slice(0, -1))).toEqual(new Set(codes.length > 1 ? ['digest_key_unavailable'] : []));
    expect(await ask(unknownKey())).toEqual([401, 'invalid_key']);
    expect(await readiness()).toBe(200);
    expect(await ask(await newSecret())).toEqual([200, '']);
  });

  it('a revocation still takes effect, as it needs none', async () => {
    const { id, secret } = await cluster.admin().key(organization);
    expect(await ask(secret)).toEqual([200, '']);
    await move(folder, aside);
    await answersUntil(unknownKey, [503, 'digest_key_unavailable']);
    expect((await cluster.admin().command(id, 'revoke')).status).toBe(200);
    await answersUntil(() => secret, [401, 'revoked_key']);
    await move(aside, folder);
    await answersUntil(unknownKey, [401, 'invalid_key']);
  });

  it('the folder itself may vanish and come back', async () => {
    const uncached = await newSecret();
    await rename(folder, join(cluster.folder, 'gone'));
    await answersUntil(unknownKey, [503, 'digest_key_unavailable']);
    expect(await ask(uncached)).toEqual([503, 'digest_key_unavailable']);
    await rename(join(cluster.folder, 'gone'), folder);
    await answersUntil(() => uncached, [200, '']);
  });
});

describe('digest keys are rotated in two steps: present everywhere, then active', () => {
  it('old and new keys verify at every step, and without the old digest key nobody is called invalid', async () => {
    const old = [await newSecret(), await newSecret()];
    await writeFile(join(folder, 'two'), randomBytes(32).toString('base64'), { mode: 0o600 });
    const between = await newSecret();

    await cluster.authorities[0]?.stop();
    await cluster.startAuthority(0, { KEYLEDGER_DIGEST_KEY_ACTIVE: 'two' });
    const young = await eventually(newSecret);
    for (const secret of [...old.slice(0, 1), between, young]) await answersUntil(() => secret, [200, '']);

    // Too early: keys of the old one are still there. Theirs are unknown, so nothing can be called invalid.
    await rename(join(folder, 'one'), join(aside, 'one'));
    await answersUntil(unknownKey, [503, 'digest_key_unavailable']);
    expect(await ask(old[1] ?? '')).toEqual([503, 'digest_key_unavailable']);
    const younger = await newSecret();
    expect(await ask(younger)).toEqual([200, '']);
    await rename(join(aside, 'one'), join(folder, 'one'));
    await answersUntil(() => old[1] ?? '', [200, '']);
  });

  it('a file that holds no key is refused, and the others go on', async () => {
    await writeFile(join(folder, 'three'), 'c2hvcnQ=', { mode: 0o600 });
    await eventually(() => cluster.logs.some((line) => line.includes('"digestKeyId":"three"')));
    expect(await ask(await newSecret())).toEqual([200, '']);
    await rm(join(folder, 'three'));
  });
});
