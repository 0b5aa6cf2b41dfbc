import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeSystem } from './kit/describe-system.ts';
import { RunningSystem } from './kit/running-system.ts';

const SEARCH = '/v1/features/search';
const TILE = '/v1/enc/tiles/3/4/2';
const ORIGIN = 'https://app.example.com';
/** From Switzerland, by the file of countries that comes with the product. */
const SWISS = '130.92.9.1';
/** Not as often as can be: the admin API limits its callers too. */
const SOON = { interval: 500 };

type Json = Readonly<Record<string, unknown>>;

/** Systems.md, "Per-system acceptance", S3: what is told of the use of keys. */
await describeSystem('chrt-charts', (env) => {
  let system: RunningSystem;

  beforeAll(async () => {
    const settings = { KEYLEDGER_USAGE_INTERVAL: '1s', KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1' };
    system = await RunningSystem.start('chrt-charts', { ...env(), ...settings });
  }, 120_000);
  afterAll(() => system.stop(), 60_000);

  const newKey = (fields: object) => system.admin.key(system.organization('acme'), fields);
  const itemsOf = async (path: string): Promise<readonly Json[]> => {
    const { status, body } = await system.admin.call('GET', path);
    expect(status).toBe(200);
    return body['items'] as readonly Json[];
  };
  /** What `field` of the items says of requests. */
  const requestsBy = async (keyId: string, field: string): Promise<Json> => {
    const items = await itemsOf(`/v1/keys/${keyId}/usage?interval=day&group_by=${field}`);
    return Object.fromEntries(items.map((item) => [item[field], item['requests']]));
  };

  it('usage by key: requests, success and error rates, latency, country, bytes, per feature (scope)', async () => {
    const { id, secret: key } = await newKey({ scopes: ['features.search:read', 'enc.tiles:read'] });
    const headers = { 'x-forwarded-for': SWISS };
    for (let n = 0; n < 3; n++) expect((await system.ask(SEARCH, { key, headers })).status).toBe(200);
    expect((await system.ask(TILE, { key })).status).toBe(200);
    expect((await system.ask('/v1/keys', { key })).reasonCode).toBe('missing_scope');
    const read = async (path: string): Promise<Json> => (await system.admin.call('GET', path)).body;
    const totalsOf = async (): Promise<Json> => (await read(`/v1/keys/${id}/usage`))['totals'] as Json;
    await expect.poll(totalsOf, SOON).toMatchObject({ requests: 5 });
    await expect.poll(() => read(`/v1/keys/${id}`), SOON).toMatchObject({ last_used_at: expect.any(String) });
    const totals = await totalsOf();
    expect(totals).toMatchObject({
      successes: 4,
      client_errors: 1,
      server_errors: 0,
      success_rate: 0.8,
      error_rate: 0.2,
    });
    expect(totals['bytes_out']).toBeGreaterThan(0);
    const { p50, p99 } = totals['latency_ms'] as { readonly p50: number; readonly p99: number };
    expect(p99).toBeGreaterThanOrEqual(p50);
    expect(await requestsBy(id, 'scope')).toEqual({ 'features.search:read': 3, 'enc.tiles:read': 1, 'keys.manage': 1 });
    expect(await requestsBy(id, 'route')).toEqual({ 'features.search': 3, 'tiles.get': 1, 'keys.manage': 1 });
    expect(await requestsBy(id, 'country')).toEqual({ CH: 3, '': 2 });
  });

  it('security events: failed authentications, domain violations, IP restrictions, rate-limit hits', async () => {
    const scopes = ['features.search:read'];
    const bound = await newKey({ scopes, restrictions: { ips: ['192.0.2.0/24'] } });
    const web = await newKey({ kind: 'public', scopes, restrictions: { origins: [ORIGIN] } });
    const limited = await newKey({ scopes, tier: 'free' });
    const revoked = await newKey({ scopes });
    await system.admin.command(revoked.id, 'revoke');
    await system.ask(SEARCH, { key: revoked.secret });
    await system.ask(SEARCH, { key: bound.secret });
    await system.ask(SEARCH, { key: web.secret, headers: { origin: 'https://example.com' } });
    await Promise.all(Array.from({ length: 150 }, () => system.ask(SEARCH, { key: limited.secret })));
    await system.ask(`${SEARCH}?q=${limited.secret}`, { key: revoked.secret });
    const expected = [
      ['failed_authentication', 'revoked_key', revoked.id],
      ['ip_restriction', 'ip_not_allowed', bound.id],
      ['domain_violation', 'origin_not_allowed', web.id],
      ['rate_limit', 'rate_limited', limited.id],
      ['key_in_query', 'key_in_query', null],
    ];
    const told = async (): Promise<readonly unknown[]> => {
      const items = await itemsOf('/v1/security-events?limit=100');
      return items.map(({ category, reason_code: reason, key_id: key }) => [category, reason, key]);
    };
    await expect.poll(told, SOON).toEqual(expect.arrayContaining(expected));
    const [hits] = await itemsOf(`/v1/security-events?category=rate_limit&key_id=${limited.id}`);
    expect(hits?.['count']).toBeGreaterThan(10);
  });
});
