import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeSystem } from './kit/describe-system.ts';
import { RunningSystem, type Told } from './kit/running-system.ts';

const SEARCH = '/v1/features/search';
const SECONDS_AN_HOUR = 3_600;

/** Systems.md, "Per-system acceptance", S3: the tiers, on one node, to which each bucket belongs as a whole. */
await describeSystem('chrt-charts', (env) => {
  let system: RunningSystem;

  beforeAll(async () => {
    system = await RunningSystem.start('chrt-charts', env());
  }, 120_000);
  afterAll(() => system.stop(), 60_000);

  const newKey = async (fields: object): Promise<string> => {
    const all = { scopes: ['features.search:read'], ...fields };
    return (await system.admin.key(system.organization('acme'), all)).secret;
  };

  /** Sends so many at once; says what came back, and how many were added to the bucket meanwhile. */
  async function send(count: number, key: string, perHour: number) {
    const started = performance.now();
    const told = await Promise.all(Array.from({ length: count }, () => system.ask(SEARCH, { key })));
    const added = ((performance.now() - started) / 1_000) * (perHour / SECONDS_AN_HOUR);
    return { told, added, allowed: told.filter(({ status }) => status === 200) };
  }

  describe('the four tiers', () => {
    it.each([
      ['free', 1_000, 100],
      ['starter', 10_000, 500],
    ])('%s: %i an hour, burst %i, and no more', async (tier, perHour, burst) => {
      const key = await newKey({ tier });
      const { told, added, allowed } = await send(burst + 50, key, perHour);
      expect(allowed.length).toBeGreaterThanOrEqual(burst);
      expect(allowed.length).toBeLessThanOrEqual(burst + Math.ceil(added));
      for (const { status, headers, reasonCode } of told.filter((each) => each.status !== 200)) {
        expect({ status, reasonCode }).toEqual({ status: 429, reasonCode: 'rate_limited' });
        // One comes back after 3600 / per hour seconds.
        expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
        expect(Number(headers['retry-after'])).toBeLessThanOrEqual(Math.ceil(SECONDS_AN_HOUR / perHour));
        expect(headers['ratelimit']).toMatch(/^"key";r=0;t=\d+$/);
      }
    });

    it('enterprise: limits of its own, or none', async () => {
      const limits = { per_hour: 3_600, burst: 30, overage: false };
      const { added, allowed } = await send(60, await newKey({ tier: 'enterprise', limits }), limits.per_hour);
      expect(allowed.length).toBeGreaterThanOrEqual(30);
      expect(allowed.length).toBeLessThanOrEqual(30 + Math.ceil(added));
      const { told } = await send(60, await newKey({ tier: 'enterprise' }), 0);
      for (const { status, headers } of told) expect([status, headers['ratelimit-policy']]).toEqual([200, undefined]);
    });

    it('pro: burst 2,000, with overage counted, not blocked', async () => {
      const overage = (): Promise<number> => system.metric('keyledger_overage_requests_total');
      const before = await overage();
      const key = await newKey({ tier: 'pro' });
      const sent = 2_300;
      const { added, allowed } = await send(sent, key, 100_000);
      expect(allowed).toHaveLength(sent);
      const counted = (await overage()) - before;
      expect(counted).toBeLessThanOrEqual(sent - 2_000);
      expect(counted).toBeGreaterThanOrEqual(sent - 2_000 - Math.ceil(added));
    });
  });

  it('RateLimit headers on every response once the key is known, and on none before', async () => {
    const key = await newKey({ tier: 'free', scopes: ['features.search:read', 'enc.tiles:read'] });
    const elsewhere = await newKey({ tier: 'free', restrictions: { ips: ['192.0.2.1'] } });
    const publicKey = await newKey({ tier: 'free', kind: 'public', restrictions: { origins: ['https://a.example'] } });
    const ended = await system.admin.key(system.organization('acme'), { tier: 'free' });
    await system.admin.command(ended.id, 'revoke');
    const known: [string, Told][] = [
      ['', await system.ask(SEARCH, { key })],
      ['tile_not_found', await system.ask('/v1/enc/tiles/99/0/0', { key })],
      ['missing_scope', await system.ask('/v1/team', { key })],
      ['route_not_allowed', await system.ask('/v1/nothing', { key })],
      ['ip_not_allowed', await system.ask(SEARCH, { key: elsewhere })],
      ['origin_not_allowed', await system.ask(SEARCH, { key: publicKey })],
      ['revoked_key', await system.ask(SEARCH, { key: ended.secret })],
    ];
    for (const [code, { reasonCode, headers }] of known) {
      expect(reasonCode).toBe(code);
      expect(headers['ratelimit-policy'], code).toBe('"key";q=100;w=360');
      expect(headers['ratelimit'], code).toMatch(/^"key";r=\d+;t=\d+$/);
    }
    for (const told of [await system.ask(SEARCH), await system.ask(SEARCH, { key: `${key}0` })]) {
      expect(told.status).toBe(401);
      expect(told.headers['ratelimit-policy']).toBeUndefined();
    }
  });

  it('a request that is refused before its turn takes nothing', async () => {
    const key = await newKey({ tier: 'free' });
    for (let sent = 0; sent < 20; sent++) await system.ask('/v1/team', { key });
    const { allowed } = await send(100, key, 1_000);
    expect(allowed).toHaveLength(100);
  });
});
