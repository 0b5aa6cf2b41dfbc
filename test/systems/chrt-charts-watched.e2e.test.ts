import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../kit/eventually.ts';
import { describeSystem } from './kit/describe-system.ts';
import { RunningSystem } from './kit/running-system.ts';

type Json = Readonly<Record<string, unknown>>;

const SEARCH = '/v1/features/search';
const TILE = '/v1/enc/tiles/3/4/2';
/** Calls of one address are bounded, so that nobody asks every few milliseconds. */
const SOON = { timeout: 20_000, interval: 500 };
const HOUR_MS = 3_600_000;

/** Systems.md, "Per-system acceptance", S3: what can be seen of keys. */
await describeSystem('chrt-charts', (env) => {
  let system: RunningSystem;
  /** Believes what this machine says of where requests come from. */
  let node: string;

  beforeAll(async () => {
    const often = { KEYLEDGER_USAGE_INTERVAL: '1s', KEYLEDGER_NOTICES_INTERVAL: '1s' };
    system = await RunningSystem.start('chrt-charts', { ...env(), ...often });
    node = await system.addNode({ KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1' });
  }, 120_000);
  afterAll(() => system.stop(), 60_000);

  const newKey = (fields: object = {}) =>
    system.admin.key(system.organization('acme'), { scopes: ['features.search:read', 'enc.tiles:read'], ...fields });
  const items = ({ body }: { body: Json }): Json[] => body['items'] as Json[];

  it('usage by key: requests, success and error rates, latency, country, bytes, per feature (scope)', async () => {
    const { id, secret: key } = await newKey();
    const headers = { 'x-forwarded-for': '8.8.8.8' };
    for (const path of [SEARCH, SEARCH, TILE, '/v1/enc/tiles/99/0/0']) await system.ask(path, { key, node, headers });
    const usage = (groups: string) => system.admin.call('GET', `/v1/keys/${id}/usage?group_by=${groups}`);
    await expect.poll(async () => (await usage('country')).body, SOON).toMatchObject({ totals: { requests: 4 } });
    const { body } = await usage('country');
    expect(body['totals']).toMatchObject({ successes: 3, client_errors: 1, success_rate: 0.75, error_rate: 0.25 });
    const totals = body['totals'] as { bytes_out: number; latency_ms: Json };
    expect(totals.bytes_out).toBeGreaterThan(0);
    for (const figure of ['mean', 'p50', 'p95', 'p99']) expect(totals.latency_ms[figure]).toBeGreaterThan(0);
    expect(items({ body }).map(({ country }) => country)).toEqual(items({ body }).map(() => 'US'));
    const counted = new Map<unknown, number>();
    for (const { scope, requests } of items(await usage('scope')))
      counted.set(scope, (counted.get(scope) ?? 0) + Number(requests));
    expect(counted).toEqual(
      new Map([
        ['enc.tiles:read', 2],
        ['features.search:read', 2],
      ]),
    );
  });

  it('security events: failed authentications, domain violations, IP restrictions, rate-limit hits', async () => {
    const revoked = await newKey();
    await system.admin.command(revoked.id, 'revoke');
    const inBrowser = await newKey({ kind: 'public', restrictions: { origins: ['https://app.example.com'] } });
    const onServer = await newKey({ restrictions: { ips: ['192.0.2.0/24'] } });
    const busy = await newKey({ tier: 'free' });
    for (const { secret: key } of [revoked, onServer]) await system.ask(SEARCH, { key, node });
    await system.ask(SEARCH, { key: inBrowser.secret, node, headers: { origin: 'https://elsewhere.example' } });
    await eventually(async () => (await system.ask(SEARCH, { key: busy.secret, node })).status === 429);
    const expected = [
      [revoked.id, 'failed_authentication', 'revoked_key'],
      [inBrowser.id, 'domain_violation', 'origin_not_allowed'],
      [onServer.id, 'ip_restriction', 'ip_not_allowed'],
      [busy.id, 'rate_limit', 'rate_limited'],
    ] as const;
    const events = async () => items(await system.admin.call('GET', '/v1/security-events?limit=100'));
    const keys = async () => (await events()).map((each) => each['key_id']);
    await expect.poll(keys, SOON).toEqual(expect.arrayContaining(expected.map(([id]) => id)));
    const told = await events();
    for (const [id, category, reasonCode] of expected) {
      const event = told.find((each) => each['key_id'] === id);
      expect(event).toMatchObject({ category, reason_code: reasonCode, source: '127.0.0.1' });
      expect(event).toMatchObject({ organization_id: system.organization('acme') });
    }
  });

  it('keys near their limit are listed', async () => {
    // What is used in one clock hour counts together.
    await eventually(() => Date.now() % HOUR_MS < HOUR_MS - 30_000, 35_000);
    const near = await newKey({ tier: 'enterprise', limits: { per_hour: 50, burst: 50, overage: false } });
    const far = await newKey({ tier: 'enterprise', limits: { per_hour: 500, burst: 500, overage: false } });
    // Half by each node, which has half of each limit to give.
    const nodes = [node, system.ready.api_node['http'] ?? ''];
    for (const { secret: key } of [near, far])
      for (let sent = 0; sent < 44; sent++) {
        const told = await system.ask(SEARCH, { key, node: nodes[sent % 2] ?? '' });
        expect(told.status).toBe(200);
      }
    const listed = async () =>
      items(await system.admin.call('GET', '/v1/notices?kind=key.near_limit')).map((each) => each['key_id']);
    await expect.poll(listed, SOON).toContain(near.id);
    expect(await listed()).not.toContain(far.id);
  });

  it('keys due for rotation are listed, which no new one is', async () => {
    await newKey();
    const path = '/v1/notices?kind=key.rotation_due';
    expect(await system.admin.call('GET', path)).toMatchObject({ status: 200, body: { items: [] } });
  });
});
