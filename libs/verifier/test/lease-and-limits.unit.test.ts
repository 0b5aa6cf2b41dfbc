import { positionAt } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { MissLimitedVerifier } from '../src/index.ts';
import { outcome, settled, setUp } from './kit/caching-verifier.ts';
import { clock, grant, revoked } from './kit/manual-verifier.ts';

const LIMIT = { burst: 1, perSecond: 0, concurrent: 2_000 };

describe('a lease', () => {
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
});

describe('limits of misses', () => {
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
});
