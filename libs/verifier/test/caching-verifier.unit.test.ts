import { type Attempt, PLAIN_REQUEST, positionAt } from '@keyledger/domain';
import { type Clock, Fault, type Verification, type Verifier, type VerifyRequest } from '@keyledger/ports';
import { describe, expect, it } from 'vitest';
import { CachingVerifier, GrantCache, MissLimitedVerifier } from '../src/index.ts';
import { HELD, ManualVerifier, clock, grant, revoked, timers } from './kit/manual-verifier.ts';

function setUp(floor = 0, aroundMiss = (asking: Verifier): Verifier => asking) {
  const inner = new ManualVerifier();
  const cache = new GrantCache();
  cache.restart(positionAt(floor));
  const lease = { held: true, isHeld: () => lease.held };
  const verifier = new CachingVerifier({ inner, cache, lease, environment: 'live', clock, timers, aroundMiss });
  const verify = (changes: Partial<VerifyRequest> = {}) =>
    verifier.verify({ ...PLAIN_REQUEST, secret: 's', ...changes });
  return { inner, cache, lease, verify };
}

const LIMIT = { burst: 1, perSecond: 0, concurrent: 2_000 };

/** What a request comes to, whether that is an answer or a fault. */
const outcome = (verification: Promise<Verification>): Promise<string> =>
  verification.then(
    ({ reasonCode }) => reasonCode || 'allowed',
    (error: unknown) => (error instanceof Fault ? error.code : String(error)),
  );

const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  const pending = Symbol('pending');
  // A turn of the event loop is enough for everything that needs no I/O.
  const turn = new Promise((resolve) => setImmediate(() => resolve(pending)));
  return (await Promise.race([promise, turn])) !== pending;
};

describe('a caching verifier', () => {
  it('asks once, then answers from the cache', async () => {
    const { inner, verify } = setUp();
    const first = verify();
    inner.answer(0, grant(), 5);
    expect((await first).reasonCode).toBe('');
    expect((await verify()).reasonCode).toBe('');
    expect(inner.asked).toHaveLength(1);
  });

  it('judges each request by itself against the cached grant', async () => {
    const { inner, verify } = setUp();
    const first = verify({ scopes: ['read'] });
    inner.answer(0, grant({ scopes: ['read'] }), 5);
    expect((await first).reasonCode).toBe('');
    expect((await verify({ scopes: ['write'] })).reasonCode).toBe('missing_scope');
    expect(inner.asked).toHaveLength(1);
    expect(inner.asked[0]?.request.scopes).toEqual([]);
  });

  it('refuses a revoked key from the cache, without asking anyone', async () => {
    const { inner, cache, verify } = setUp();
    const first = verify();
    inner.answer(0, grant(), 5);
    await first;
    cache.apply(positionAt(6), revoked());
    expect((await verify()).reasonCode).toBe('revoked_key');
    expect(inner.asked).toHaveLength(1);
  });

  it('never uses or keeps an answer that was read before a revocation which was applied meanwhile', async () => {
    const { inner, cache, verify } = setUp();
    const racing = verify();
    cache.apply(positionAt(6), revoked());
    cache.advance(positionAt(6));
    inner.answer(0, grant(), 5);
    expect(await settled(racing)).toBe(false);
    inner.answer(1, grant({ state: 'revoked', version: 2 }), 6);
    expect((await racing).reasonCode).toBe('revoked_key');
    expect((await verify()).reasonCode).toBe('revoked_key');
    expect(inner.asked).toHaveLength(2);
  });

  it('answers that it cannot tell while every answer is older than what it has applied', async () => {
    const { inner, cache, verify } = setUp();
    cache.apply(positionAt(6), revoked());
    const answer = verify().catch((error: unknown) => error);
    for (let asked = 0; asked < 8; asked++) {
      inner.answer(asked, grant(), 5);
      await settled(answer);
    }
    expect(await answer).toMatchObject({ code: 'digest_key_unavailable' });
    expect(inner.asked).toHaveLength(8);
    expect(cache.size).toBe(0);
  });

  it('counts an unknown key once, however often it has to be asked about', async () => {
    const limits = { burst: 2, perSecond: 0, concurrent: 10 };
    const { inner, verify } = setUp(10, (asking) => new MissLimitedVerifier(asking, clock, limits));
    const first = verify();
    for (const [index, position] of [7, 8, 9, 10].entries()) {
      await settled(first);
      inner.answer(index, null, position);
    }
    expect((await first).reasonCode).toBe('invalid_key');
    const second = verify({ secret: 'another' });
    await settled(second);
    inner.answer(4, null, 10);
    expect((await second).reasonCode).toBe('invalid_key');
    await expect(verify({ secret: 'a third' })).rejects.toMatchObject({ code: 'rate_limited' });
    expect(inner.asked).toHaveLength(5);
  });

  it('never caches an answer that is older than where the follower began to read', async () => {
    const { inner, verify } = setUp(10);
    const first = verify();
    inner.answer(0, grant(), 9);
    await settled(first);
    inner.answer(1, grant(), 10);
    await first;
    await verify();
    expect(inner.asked).toHaveLength(2);
  });

  it('caches nothing before a follower reads', async () => {
    const inner = new ManualVerifier();
    const verifier = new CachingVerifier({
      inner,
      cache: new GrantCache(),
      lease: HELD,
      environment: 'live',
      clock,
      timers,
    });
    for (const index of [0, 1]) {
      const answer = verifier.verify({ ...PLAIN_REQUEST, secret: 's' });
      inner.answer(index, grant(), 1_000_000);
      await answer;
    }
    expect(inner.asked).toHaveLength(2);
  });

  it('answers nothing from the cache without a lease, and all again with one', async () => {
    const { inner, lease, verify } = setUp();
    const first = verify();
    inner.answer(0, grant(), 5);
    await first;
    lease.held = false;
    const second = verify();
    inner.answer(1, grant({ state: 'paused' }), 5);
    expect((await second).reasonCode).toBe('disabled_key');
    lease.held = true;
    expect((await verify()).reasonCode).toBe('disabled_key');
    expect(inner.asked).toHaveLength(2);
  });

  it('looks at the lease again after it had to wait for a call that was sent before', async () => {
    const { inner, lease, verify } = setUp();
    const early = verify();
    const late = verify();
    inner.answer(0, grant(), 5);
    await early;
    lease.held = false;
    await settled(late);
    // The cache has the answer by now; without a lease it must be asked for again.
    expect(inner.asked).toHaveLength(2);
    inner.answer(1, grant({ state: 'revoked' }), 5);
    expect((await late).reasonCode).toBe('revoked_key');
  });

  it('does not bring back a refused key by an old answer while nothing is followed', async () => {
    const { inner, cache, verify } = setUp();
    cache.apply(positionAt(5), revoked());
    cache.advance(positionAt(5));
    cache.stop();
    const asked = outcome(verify());
    for (let again = 0; again < 8; again++) {
      inner.answer(again, grant(), 4);
      await settled(asked);
    }
    expect(await asked).toBe('digest_key_unavailable');
    cache.restart(positionAt(3));
    const next = verify();
    inner.answer(8, grant(), 4);
    await settled(next);
    inner.answer(9, grant({ state: 'revoked' }), 5);
    expect((await next).reasonCode).toBe('revoked_key');
  });

  it('lets nobody at another address feel the limit of the one that asked first', async () => {
    const { inner, verify } = setUp(0, (asking) => new MissLimitedVerifier(asking, clock, LIMIT));
    const forged = outcome(verify({ secret: 'forged', clientAddress: '10.0.0.1' }));
    const first = outcome(verify({ clientAddress: '10.0.0.1' }));
    const other = outcome(verify({ clientAddress: '10.0.0.2' }));
    await settled(other);
    inner.answer(0, null, 1);
    await settled(other);
    inner.answer(1, grant(), 1);
    expect(await Promise.all([forged, first, other])).toEqual(['invalid_key', 'rate_limited', 'allowed']);
  });

  it('charges forged keys also while the authority has read less than this process', async () => {
    const { inner, verify } = setUp(10, (asking) => new MissLimitedVerifier(asking, clock, LIMIT));
    const first = outcome(verify({ secret: 'forged' }));
    for (let again = 0; again < 8; again++) {
      await settled(first);
      inner.answer(again, null, 9);
    }
    expect(await first).toBe('digest_key_unavailable');
    expect(await outcome(verify({ secret: 'another' }))).toBe('rate_limited');
  });

  it('does not give a request an answer that was asked for before it arrived', async () => {
    const { inner, cache, verify } = setUp();
    const early = verify();
    const late = verify();
    inner.asked[0]?.fail(new Fault('digest_key_unavailable', 'no'));
    await expect(early).rejects.toThrow('no');
    expect(await settled(late)).toBe(false);
    cache.apply(positionAt(6), revoked());
    inner.answer(1, grant({ state: 'revoked' }), 6);
    expect((await late).reasonCode).toBe('revoked_key');
    expect(inner.asked).toHaveLength(2);
  });

  it('lets all that waited for an older call share the next one', async () => {
    const { inner, verify } = setUp();
    const early = verify();
    const waiting = Array.from({ length: 50 }, () => verify());
    inner.asked[0]?.fail(new Fault('digest_key_unavailable', 'no'));
    await expect(early).rejects.toThrow('no');
    await settled(Promise.all(waiting));
    expect(inner.asked).toHaveLength(2);
    inner.answer(1, grant({ state: 'revoked' }), 5);
    const codes = (await Promise.all(waiting)).map(({ reasonCode }) => reasonCode);
    expect(new Set(codes)).toEqual(new Set(['revoked_key']));
    expect(inner.asked).toHaveLength(2);
  });

  it('passes a failure on to the one that asked and lets the next one ask again', async () => {
    const { inner, verify } = setUp();
    const first = verify();
    const second = verify();
    inner.asked[0]?.fail(new Fault('digest_key_unavailable', 'no'));
    await expect(first).rejects.toThrow('no');
    await settled(second);
    inner.answer(1, grant(), 5);
    expect((await second).reasonCode).toBe('');
  });

  it('remembers an unknown key until some key is created', async () => {
    const { inner, cache, verify } = setUp();
    const first = verify();
    inner.answer(0, null, 5);
    expect((await first).reasonCode).toBe('invalid_key');
    expect((await verify()).reasonCode).toBe('invalid_key');
    const secret = { digest: '', digestKeyId: '', prefix: '', last4: '', publicKey: null };
    const rotated = {
      ...revoked('key_2'),
      expectedVersion: 1,
      event: { type: 'key.rotated', secret, overlapEndsAt: null },
    };
    cache.apply(positionAt(6), rotated as unknown as Attempt);
    const asked = verify();
    inner.answer(1, null, 5);
    await settled(asked);
    expect(cache.unknownSize, 'an answer from before the new secret is not kept').toBe(0);
    inner.answer(2, grant(), 6);
    expect((await asked).reasonCode, 'nor used').toBe('');
  });

  it('ends a cached secret by the clock, without an event', async () => {
    let now = 1_000;
    const inner = new ManualVerifier();
    const cache = new GrantCache();
    cache.restart(positionAt(0));
    const ticking: Clock = { wall: () => now, monotonic: () => now };
    const verifier = new CachingVerifier({ inner, cache, lease: HELD, environment: 'live', clock: ticking, timers });
    const first = verifier.verify({ ...PLAIN_REQUEST, secret: 's' });
    inner.answer(0, grant({ expiresAt: 2_000 }), 1);
    await first;
    now = 1_999;
    expect((await verifier.verify({ ...PLAIN_REQUEST, secret: 's' })).reasonCode).toBe('');
    now = 2_000;
    expect((await verifier.verify({ ...PLAIN_REQUEST, secret: 's' })).reasonCode).toBe('expired_key');
    expect(inner.asked).toHaveLength(1);
  });
});
