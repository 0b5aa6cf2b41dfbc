import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MadeKey } from '../kit/admin-client.ts';
import { describeSystem } from './kit/describe-system.ts';
import { RunningSystem, type Told } from './kit/running-system.ts';

const SEARCH = '/v1/features/search';
const TILE = '/v1/enc/tiles/3/4/2';
const ORIGIN = 'https://app.example.com';
const PUBLIC_SCOPES = ['enc.tiles:read', 'interact.identify:read', 'features.search:read', 'query.spatial:read'];

/** Each title is a line of systems.md, "Per-system acceptance", S3. */
await describeSystem('chrt-charts', (env) => {
  let system: RunningSystem;
  let key: string;
  let publicKey: string;

  beforeAll(async () => {
    system = await RunningSystem.start('chrt-charts', env());
    key = await system.demoKey();
    publicKey = (await newKey({ kind: 'public', scopes: PUBLIC_SCOPES, restrictions: { origins: [ORIGIN] } })).secret;
  }, 120_000);
  afterAll(() => system.stop(), 60_000);

  const newKey = (fields: object = {}): Promise<MadeKey> =>
    system.admin.key(system.organization('acme'), { scopes: ['features.search:read'], ...fields });
  const tryKey = (fields: object) =>
    system.admin.call('POST', `/v1/organizations/${system.organization('acme')}/keys`, { name: 'x', ...fields });
  const from = (origin: string, using: string, path = SEARCH): Promise<Told> =>
    system.ask(path, { key: using, headers: { origin } });

  it('both kinds of key with [env][team][random]', () => {
    const [, secretTeam] = /^chrt_sk_prod([0-9A-Za-z]{6})[0-9A-Za-z]{49}$/.exec(key) ?? [];
    const [, publicTeam] = /^chrt_pk_prod([0-9A-Za-z]{6})[0-9A-Za-z]{49}$/.exec(publicKey) ?? [];
    expect(secretTeam).toBeDefined();
    expect(publicTeam).toBe(secretTeam);
  });

  it.each([
    ['development', 'devl'],
    ['staging', 'stag'],
  ])('keys of %s begin with their own [env], and are refused here', async (environment, code) => {
    const { secret } = await newKey({ environment });
    expect(secret).toMatch(new RegExp(`^chrt_sk_${code}${key.slice('chrt_sk_prod'.length).slice(0, 6)}`));
    expect(await system.ask(SEARCH, { key: secret })).toMatchObject({ reasonCode: 'test_prefix_not_allowed' });
  });

  describe('public keys', () => {
    it('carry only scopes marked public', async () => {
      for (const scope of ['enc.mbtiles:download', 'keys.manage', 'team.manage']) {
        const fields = { kind: 'public', scopes: [scope], restrictions: { origins: [ORIGIN] } };
        expect(await tryKey(fields)).toMatchObject({ status: 422, body: { errors: [{ field: 'scopes[0]' }] } });
      }
    });

    it('must be given origins (422 without; ["*"] = any or none, for mobile apps)', async () => {
      const refused = { status: 422, body: { errors: [{ field: 'restrictions.origins' }] } };
      expect(await tryKey({ kind: 'public', scopes: PUBLIC_SCOPES })).toMatchObject(refused);
      const restrictions = { origins: ['*'] };
      const { secret } = await newKey({ kind: 'public', scopes: PUBLIC_SCOPES, restrictions });
      expect((await system.ask(TILE, { key: secret })).status).toBe(200);
      expect((await from('https://anywhere.example', secret)).status).toBe(200);
    });

    it('are refused from any other Origin', async () => {
      expect((await from(ORIGIN, publicKey)).status).toBe(200);
      for (const origin of ['https://example.com', `${ORIGIN}:8443`, 'http://app.example.com', 'null'])
        expect(await from(origin, publicKey), origin).toMatchObject({ status: 403, reasonCode: 'origin_not_allowed' });
      expect(await system.ask(SEARCH, { key: publicKey })).toMatchObject({ reasonCode: 'origin_not_allowed' });
    });

    it('are refused where a secret one is required', async () => {
      const told = await from(ORIGIN, publicKey, `/v1/enc/mbtiles/${system.resource('mbtiles')}`);
      expect(told).toMatchObject({ status: 403, reasonCode: 'key_kind_not_allowed' });
    });
  });

  describe('CORS', () => {
    const preflight = (path: string, method = 'GET', origin = ORIGIN) =>
      system.ask(path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': method } });

    it('preflight answered without a key on routes that allow public keys (204, any origin, no credentials)', async () => {
      const publicRoutes = [TILE, SEARCH, 'POST /v1/interact/identify', 'POST /v1/query/spatial'];
      for (const origin of [ORIGIN, 'https://anybody.example', 'null'])
        for (const route of publicRoutes) {
          const [path = '', method] = route.split(' ').toReversed();
          const { status, headers } = await preflight(path, method, origin);
          expect(status, route).toBe(204);
          expect(headers['access-control-allow-origin'], route).toBe(origin);
          expect(headers['access-control-allow-credentials'], route).toBeUndefined();
        }
      for (const path of ['/v1/enc/mbtiles/x', '/v1/keys', '/v1/team', '/v1/nothing']) {
        const { status, headers } = await preflight(path);
        expect(status, path).toBe(401);
        expect(headers['access-control-allow-origin'], path).toBeUndefined();
      }
    });

    it('the real answer, errors included, echoes an allowed origin with Vary: Origin', async () => {
      for (const path of [TILE, '/v1/enc/tiles/99/0/0', '/v1/nothing']) {
        const { headers } = await from(ORIGIN, publicKey, path);
        expect(headers['access-control-allow-origin'], path).toBe(ORIGIN);
        expect(String(headers['vary']), path).toContain('Origin');
      }
      expect((await from('https://evil.example', publicKey)).headers['access-control-allow-origin']).toBeUndefined();
    });

    it('secret keys never get CORS headers', async () => {
      for (const path of [SEARCH, '/v1/enc/tiles/99/0/0', '/v1/nothing']) {
        const { headers } = await from(ORIGIN, key, path);
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
    });
  });

  describe('secret keys: IPv4 and IPv6 address and CIDR allowlists', () => {
    it.each([
      [['127.0.0.1'], 200],
      [['127.0.0.0/8', '2001:db8::/32'], 200],
      [['::ffff:127.0.0.1'], 200],
      [['10.0.0.0/8'], 403],
      [['2001:db8::1'], 403],
    ])('%j: %i', async (ips, status) => {
      const { secret } = await newKey({ restrictions: { ips } });
      // The address is that of the connection: nobody is trusted to say another one.
      for (const address of ['127.0.0.1', '10.0.0.1', '2001:db8::1']) {
        const told = await system.ask(SEARCH, { key: secret, headers: { 'x-forwarded-for': address } });
        expect(told).toMatchObject({ status, reasonCode: status === 403 ? 'ip_not_allowed' : '' });
      }
    });
  });

  it('pause/resume, and revoked cannot be resumed', async () => {
    const { id, secret } = await newKey();
    const told = async () => (await system.ask(SEARCH, { key: secret })).reasonCode;
    expect((await system.admin.command(id, 'pause')).body).toMatchObject({ applied: 'everywhere' });
    expect(await told()).toBe('disabled_key');
    await system.admin.command(id, 'resume');
    await expect.poll(told).toBe('');
    await system.admin.command(id, 'revoke');
    expect(await system.admin.command(id, 'resume')).toMatchObject({ status: 409, body: { code: 'key_revoked' } });
    expect(await told()).toBe('revoked_key');
  });

  it('rotation overlap where both secrets work, then only the new', async () => {
    const { id, secret } = await newKey();
    const rotated = await system.admin.command(id, 'rotate', { overlap: 'PT4S' });
    const next = String(rotated.body['secret']);
    for (const each of [secret, next]) expect((await system.ask(SEARCH, { key: each })).status).toBe(200);
    const told = async () => (await system.ask(SEARCH, { key: secret })).reasonCode;
    // Both ask from the same bucket, which is not to be empty then.
    await expect.poll(told, { interval: 200 }).toBe('revoked_key');
    expect((await system.ask(SEARCH, { key: next })).status).toBe(200);
  });

  describe('scopes of all five families', () => {
    const here = { longitude: 4, latitude: 52 };
    it.each([
      ['enc.tiles:read', 'GET', TILE, undefined],
      ['enc.mbtiles:download', 'GET', '/v1/enc/mbtiles/ID', undefined],
      ['interact.identify:read', 'POST', '/v1/interact/identify', here],
      ['features.search:read', 'GET', SEARCH, undefined],
      ['query.spatial:read', 'POST', '/v1/query/spatial', { bounds: [3, 51, 5, 53] }],
      ['keys.manage', 'GET', '/v1/keys', undefined],
      ['team.manage', 'GET', '/v1/team', undefined],
    ] as const)('%s', async (scope, method, template, body) => {
      const path = template.replace('ID', system.resource('mbtiles'));
      const ask = (using: string) => system.ask(path, { key: using, method, ...(body === undefined ? {} : { body }) });
      const { secret: with_ } = await newKey({ scopes: [scope] });
      const { secret: without } = await newKey({ scopes: [] });
      expect((await ask(with_)).status).toBe(200);
      expect(await ask(without)).toMatchObject({ status: 403, reasonCode: 'missing_scope' });
    });
  });

  it.each([
    ['free', 100],
    ['starter', 500],
    ['pro', 2_000],
  ])('the tier %s, and RateLimit headers on every response once the key is known', async (tier, burst) => {
    const { secret } = await newKey({ tier });
    for (const path of [SEARCH, '/v1/nothing']) {
      const { headers } = await system.ask(path, { key: secret });
      expect(headers['ratelimit-policy'], path).toMatch(new RegExp(`;q=${String(burst)}(;|$)`));
      expect(headers['ratelimit'], path).toMatch(/;r=\d+/);
    }
    expect((await system.ask(SEARCH)).headers['ratelimit']).toBeUndefined();
  });

  it('the tier enterprise, with limits of its own that hold as soon as they are changed', async () => {
    const limits = { per_hour: 3_600, burst: 3, overage: false };
    const { id, secret } = await newKey({ tier: 'enterprise', limits });
    const policy = async () => (await system.ask(SEARCH, { key: secret })).headers['ratelimit-policy'];
    expect(await policy()).toBe('"key";q=3;w=3');
    const more = { limits: { ...limits, burst: 5 } };
    expect((await system.admin.call('PATCH', `/v1/keys/${id}`, more, { ifMatch: '"1"' })).status).toBe(200);
    await expect.poll(policy).toBe('"key";q=5;w=5');
    expect(await tryKey({ tier: 'pro', limits })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'limits' }] },
    });
  });

  it("a key with scope keys.manage manages its organization's keys over the admin REST", async () => {
    const { id, secret } = await newKey({ scopes: ['keys.manage', 'features.search:read'] });
    const admin = system.adminAs(secret);
    const made = await admin.key(system.organization('acme'), { scopes: ['features.search:read'] });
    expect((await system.ask(SEARCH, { key: made.secret })).status).toBe(200);
    const keysOf = (slug: 'acme' | 'globex') => `/v1/organizations/${system.organization(slug)}/keys`;
    const listed = (await admin.call('GET', keysOf('acme'))).body['items'] as { id: string }[];
    expect(listed.map((each) => each.id)).toEqual(expect.arrayContaining([id, made.id]));
    expect((await admin.call('GET', keysOf('globex'))).status).toBe(404);
    const rotated = await admin.command(made.id, 'rotate', { overlap: 'PT0S' });
    expect((await system.ask(SEARCH, { key: String(rotated.body['secret']) })).status).toBe(200);
    expect((await admin.command(made.id, 'revoke')).status).toBe(200);
    await system.admin.command(id, 'revoke');
    expect((await admin.call('GET', `/v1/keys/${made.id}`)).status).toBe(401);
  });
});
