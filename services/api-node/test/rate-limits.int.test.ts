import { type Profile, type RateLimit, type Tier, makeKeyId, positionAt } from '@keyledger/domain';
import { LocalLimiter } from '@keyledger/limiter';
import type { RateLimiter } from '@keyledger/ports';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VirtualTime } from '../../../libs/freshness/test/kit/virtual-time.ts';
import { NO_HOOKS } from '../src/http/options.ts';
import { ALLOWED } from './kit/fake-verifier.ts';
import { GRANT, keyText } from './kit/keys.ts';
import { ROUTED, route } from './kit/profiles.ts';
import { type PublicPort, startPort } from './kit/public-port.ts';
import { requestBytes, sendRaw } from './kit/raw-client.ts';
import { RecordingUpstream } from './kit/recording-upstream.ts';

const AUTH = `Authorization: Bearer ${keyText('live', 13)}`;
const LIMIT: RateLimit = { perHour: 36_000, burst: 3, overage: false };

let upstream: RecordingUpstream;
let port: PublicPort;
let profile: Profile = ROUTED;
let limiter: RateLimiter;
let time: VirtualTime;
let overages = 0;

/** With headers as a plain object; one that comes twice is seen as such. */
async function send(target: string) {
  const { status, body, headers } = await sendRaw(port.port, requestBytes(target, [AUTH]));
  const flat: Record<string, string> = {};
  for (const [name, values] of headers) flat[name] = values.join(' and ');
  return { status, body, headers: flat };
}

const withTier = (tier: Partial<Tier>, more: Partial<Profile> = {}): Profile => ({
  ...ROUTED,
  tiers: [{ name: GRANT.tier, limit: null, ...tier }],
  routes: [route('one', '/one'), route('two', '/two', { cost: 2 })],
  ...more,
});

beforeAll(async () => {
  upstream = await RecordingUpstream.start();
  const hooks = { ...NO_HOOKS, overage: () => void (overages += 1) };
  const proxied: RateLimiter = {
    take: (bucket, limit, cost) => limiter.take(bucket, limit, cost),
    giveBack: (bucket, limit, cost) => limiter.giveBack(bucket, limit, cost),
  };
  port = await startPort(upstream.url, { profile: () => profile, limiter: proxied, hooks });
});
afterAll(async () => {
  await port[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});
beforeEach(() => {
  profile = withTier({ limit: LIMIT });
  time = new VirtualTime();
  limiter = new LocalLimiter(time, () => 1);
  port.verifier.answer = () => Promise.resolve(ALLOWED);
  upstream.seen.length = 0;
  overages = 0;
});

describe('a rate limit', () => {
  it('is told on every answer, and beyond it with how long to wait, without the upstream', async () => {
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await send('/one'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.map(({ headers }) => headers['ratelimit'])).toEqual([
      '"key";r=2;t=1',
      '"key";r=1;t=1',
      '"key";r=0;t=1',
      '"key";r=0;t=1',
    ]);
    expect(answers.every(({ headers }) => headers['ratelimit-policy'] === '"key";q=3;w=1')).toBe(true);
    expect(answers[3]?.headers['retry-after']).toBe('1');
    expect(JSON.parse(answers[3]?.body ?? '')).toMatchObject({
      error: 'rate_limit_exceeded',
      reason_code: 'rate_limited',
    });
    expect(upstream.seen).toHaveLength(3);
    await time.pass(100);
    expect(await send('/one')).toMatchObject({ status: 200 });
  });

  it('says how long to wait in whole seconds, once', async () => {
    profile = withTier({ limit: { perHour: 60, burst: 1, overage: false } });
    await send('/one');
    const refused = await send('/one');
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '60' } });
  });

  it('takes what the route costs', async () => {
    expect((await send('/two')).headers['ratelimit']).toBe('"key";r=1;t=1');
    expect(await send('/two')).toMatchObject({ status: 429 });
    expect(await send('/one')).toMatchObject({ status: 200 });
  });

  it('is told where an earlier check refuses a known key, which takes nothing, and not of an unknown one', async () => {
    port.verifier.refuses('missing_scope');
    for (let i = 0; i < 5; i++) {
      expect(await send('/one')).toMatchObject({ status: 403, headers: { ratelimit: '"key";r=3;t=0' } });
    }
    port.verifier.refuses('invalid_key');
    expect((await send('/one')).headers['ratelimit']).toBeUndefined();
  });

  it('that would let nothing through says so to no one who is refused for another reason', async () => {
    const shut = { allowed: false, overage: false, remaining: 0, resetMs: 9_000, retryAfterMs: 9_000 };
    limiter = { take: () => shut, giveBack: () => undefined };
    for (const [code, status] of [
      ['expired_key', 401],
      ['missing_scope', 403],
    ] as const) {
      port.verifier.refuses(code);
      const answer = await send('/one');
      expect(answer).toMatchObject({ status, headers: { ratelimit: '"key";r=0;t=9' } });
      expect(answer.headers).toHaveProperty('www-authenticate');
      expect(answer.headers).not.toHaveProperty('retry-after');
    }
  });

  it('comes before the query is looked at, and counts what that refuses', async () => {
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await send('/one?no=1')).status);
    expect(statuses).toEqual([422, 422, 422, 429]);
  });

  it('with overage lets through what goes beyond, and counts it', async () => {
    profile = withTier({ limit: { ...LIMIT, overage: true } });
    for (let i = 0; i < 5; i++) expect(await send('/one')).toMatchObject({ status: 200 });
    expect(overages).toBe(2);
  });

  it('of an organization holds for all its keys together, and what it refuses is not taken from the key', async () => {
    profile = withTier({ limit: LIMIT, organization: { perHour: 36_000, burst: 4, overage: false } });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) {
      const grant = { ...GRANT, keyId: makeKeyId(i, new Uint8Array(10)) };
      port.verifier.answer = () => Promise.resolve({ reasonCode: '', grant, position: positionAt(1) });
      for (let j = 0; j < 2; j++) statuses.push((await send('/one')).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    expect((await send('/one')).headers).toMatchObject({
      ratelimit: '"key";r=3;t=0, "organization";r=0;t=1',
      'ratelimit-policy': '"key";q=3;w=1, "organization";q=4;w=1',
    });
  });

  it('of a tier that the profile has lost is that of its first', async () => {
    profile = { ...profile, tiers: [{ name: 'another', limit: LIMIT }] };
    expect((await send('/one')).headers['ratelimit']).toBe('"key";r=2;t=1');
  });

  it('is told by the older names too where the profile says so', async () => {
    profile = withTier({ limit: LIMIT }, { legacyRateLimitHeaders: true });
    expect((await send('/one')).headers).toMatchObject({ 'x-ratelimit-limit': '3', 'x-ratelimit-remaining': '2' });
  });

  it('without one nothing is told', async () => {
    profile = withTier({ limit: null });
    const { status, headers } = await send('/one');
    expect(status).toBe(200);
    expect(Object.keys(headers).filter((name) => name.includes('ratelimit'))).toEqual([]);
  });

  it('that others have to be asked about is waited for', async () => {
    const local = limiter;
    limiter = {
      take: async (bucket, limit, cost) => {
        await new Promise((resolve) => setImmediate(resolve));
        return local.take(bucket, limit, cost);
      },
      giveBack: () => undefined,
    };
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await send('/one')).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
  });
});
