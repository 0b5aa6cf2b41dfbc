import { type Grant, type LedgerEvent, type Profile, type RateLimit, positionAt } from '@keyledger/domain';
import { LocalLimiter } from '@keyledger/limiter';
import { type Clock, systemTimers } from '@keyledger/ports';
import { CachingVerifier, GrantCache } from '@keyledger/verifier';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SYSTEM, attemptOf, commandId } from '../../../libs/domain/test/kit/samples.ts';
import { FakeVerifier } from './kit/fake-verifier.ts';
import { GRANT, keyText } from './kit/keys.ts';
import { ROUTED, route } from './kit/profiles.ts';
import { type PublicPort, startPort } from './kit/public-port.ts';
import { requestBytes, sendRaw } from './kit/raw-client.ts';
import { RecordingUpstream } from './kit/recording-upstream.ts';

const AUTH = `Authorization: Bearer ${keyText('live', 14)}`;
const PROFILE: Profile = { ...ROUTED, tiers: [{ name: GRANT.tier, limit: 'own' }], routes: [route('one', '/one')] };

const limits = (burst: number): RateLimit => ({ perHour: 3_600, burst, overage: false });
const withLimits = (own: RateLimit | null, organization: RateLimit | null): Grant => ({
  ...GRANT,
  limits: own ?? organization,
  organization: { ...GRANT.organization, limits: organization },
});

/** It stands: no limit gives anything back, however long a busy machine takes. */
const clock: Clock = { wall: () => 1_000, monotonic: () => 1_000 };

let upstream: RecordingUpstream;
let port: PublicPort;
let cache: GrantCache;
let authority: FakeVerifier;

beforeEach(async () => {
  upstream = await RecordingUpstream.start();
  cache = new GrantCache();
  cache.restart(positionAt(0));
  authority = new FakeVerifier();
  const verifier = new CachingVerifier({
    inner: authority,
    cache,
    lease: { isHeld: () => true },
    environment: 'live',
    clock,
    timers: systemTimers,
  });
  port = await startPort(upstream.url, { profile: () => PROFILE, verifier, limiter: new LocalLimiter(clock, () => 1) });
});
afterEach(async () => {
  await port[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});

function granted(grant: Grant, position: number): void {
  authority.answer = () => Promise.resolve({ reasonCode: '', grant, position: positionAt(position) });
}

/** The status, and the policy that was told, if any. */
async function ask(): Promise<[number, string | undefined]> {
  const { status, headers } = await sendRaw(port.port, requestBytes('/one', [AUTH]));
  return [status, headers.get('ratelimit-policy')?.join(' and ')];
}

function happens(position: number, aggregateId: string, expectedVersion: number, event: LedgerEvent): void {
  const attempt = { aggregateId, commandId: commandId(position), expectedVersion, event, actor: SYSTEM };
  cache.apply(positionAt(position), attemptOf(attempt));
  cache.advance(positionAt(position));
}

const changed = (own: RateLimit | null): LedgerEvent => ({ type: 'key.updated', changes: { limits: own } });

describe('limits of its own', () => {
  it('are those of the organization, then of the key, as soon as the event is read, without asking anybody', async () => {
    granted(withLimits(null, limits(7)), 1);
    expect(await ask()).toEqual([200, '"key";q=7;w=7']);
    happens(2, GRANT.keyId, GRANT.version, changed(limits(2)));
    expect(await ask()).toEqual([200, '"key";q=2;w=2']);
    happens(3, GRANT.keyId, GRANT.version + 1, changed(null));
    expect(await ask()).toEqual([200, '"key";q=7;w=7']);
    expect(authority.asked).toHaveLength(1);
  });

  it('are asked for again as soon as the organization has others', async () => {
    granted(withLimits(null, limits(7)), 1);
    expect(await ask()).toEqual([200, '"key";q=7;w=7']);
    granted(withLimits(null, limits(3)), 2);
    const event: LedgerEvent = { type: 'organization.updated', changes: { limits: limits(3) } };
    happens(2, GRANT.organization.id, GRANT.organization.version, event);
    expect(await ask()).toEqual([200, '"key";q=3;w=3']);
  });

  it('refuse what goes beyond them, and let it through with overage', async () => {
    granted(withLimits(limits(2), null), 1);
    expect([(await ask())[0], (await ask())[0], (await ask())[0]]).toEqual([200, 200, 429]);
    happens(2, GRANT.keyId, GRANT.version, changed({ ...limits(2), overage: true }));
    expect((await ask())[0]).toBe(200);
  });

  it('that nobody has given are none', async () => {
    granted(withLimits(null, null), 1);
    expect(await ask()).toEqual([200, undefined]);
  });
});
