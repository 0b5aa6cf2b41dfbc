import { type Attempt, PLAIN_REQUEST, positionAt } from '@keyledger/domain';
import { type Clock, Fault } from '@keyledger/ports';
import { describe, expect, it } from 'vitest';
import { attemptOf, commandId, webhookCreated } from '../../domain/test/kit/samples.ts';
import { CachingVerifier, GrantCache } from '../src/index.ts';
import { settled, setUp } from './kit/caching-verifier.ts';
import { HELD, ManualVerifier, clock, grant, revoked, timers } from './kit/manual-verifier.ts';

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

  it('keeps what it has through the events of webhooks, known keys and unknown ones alike', async () => {
    const { inner, cache, verify } = setUp();
    const [known, unknown] = [verify(), verify({ secret: 'another' })];
    inner.answer(0, grant(), 5);
    inner.answer(1, null, 5);
    await Promise.all([known, unknown]);
    const about = { aggregateId: 'wh_1', commandId: commandId(1) };
    cache.apply(positionAt(6), attemptOf({ ...about, event: webhookCreated() }));
    cache.apply(positionAt(7), attemptOf({ ...about, event: { type: 'webhook.removed' }, expectedVersion: null }));
    expect((await verify()).reasonCode).toBe('');
    expect((await verify({ secret: 'another' })).reasonCode).toBe('invalid_key');
    expect(inner.asked).toHaveLength(2);
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
