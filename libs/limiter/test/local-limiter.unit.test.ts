import type { RateLimit } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';
import { VirtualTime } from '../../freshness/test/kit/virtual-time.ts';
import { LocalLimiter, OutageLimiter } from '../src/index.ts';

const LIMIT: RateLimit = { perHour: 3_600, burst: 6, overage: false };

const count = (limiter: LocalLimiter, bucket: string, times: number, limit = LIMIT): number =>
  Array.from({ length: times }, () => limiter.take(bucket, limit, 1)).filter(({ allowed }) => allowed).length;

describe('a limiter without shared buckets', () => {
  test('gives each key its part of the limit by the number of nodes, as it is now', async () => {
    const time = new VirtualTime();
    let nodes = 3;
    const limiter = new LocalLimiter(time, () => nodes);
    expect([count(limiter, 'a', 10), count(limiter, 'b', 10)]).toEqual([2, 2]);
    nodes = 1;
    await time.pass(6_000);
    expect(count(limiter, 'a', 10)).toBe(6);
  });

  test('on all nodes together lets through the limit, or one request each where that is more', () => {
    const time = new VirtualTime();
    const of = (nodes: number): number =>
      Array.from({ length: nodes }, () => count(new LocalLimiter(time, () => nodes), 'a', 10)).reduce((a, b) => a + b);
    expect([of(1), of(2), of(3), of(6), of(10)]).toEqual([6, 6, 6, 6, 10]);
  });

  test('takes back what a request did not use', () => {
    const limiter = new LocalLimiter(new VirtualTime(), () => 1);
    count(limiter, 'a', 6);
    limiter.giveBack('a', LIMIT, 1);
    expect(count(limiter, 'a', 6)).toBe(1);
  });

  test('is bounded, and forgets the bucket that was used longest ago', () => {
    const limiter = new LocalLimiter(new VirtualTime(), () => 1, 2);
    for (const bucket of ['old', 'kept', 'kept', 'new']) count(limiter, bucket, 6);
    expect([count(limiter, 'kept', 6), count(limiter, 'old', 6)]).toEqual([0, 6]);
  });
});

describe('while the shared buckets cannot be asked', () => {
  const start = (policy: 'local-share' | 'refuse') => {
    const time = new VirtualTime();
    const seen = { asked: 0, outages: 0, failures: 0 };
    const inner = {
      take: () => {
        seen.asked += 1;
        return Promise.reject(new Error('not there'));
      },
      giveBack: () => undefined,
    };
    const observer = { outage: () => void (seen.outages += 1), failed: () => void (seen.failures += 1) };
    const local = new LocalLimiter(time, () => 3);
    return { time, seen, limiter: new OutageLimiter({ inner, local, policy, clock: time, observer }) };
  };

  test('`local-share` gives each key its part on this node, and counts it', async () => {
    const { limiter, seen } = start('local-share');
    const verdicts = [];
    for (let i = 0; i < 4; i++) verdicts.push(await limiter.take('a', LIMIT, 1));
    expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, true, false, false]);
    expect(seen).toEqual({ asked: 1, outages: 4, failures: 1 });
  });

  test('`refuse` lets nothing through that has a limit, and tells when to come again', async () => {
    const { limiter } = start('refuse');
    expect(await limiter.take('a', LIMIT, 1)).toMatchObject({ allowed: false, retryAfterMs: 1_000 });
    expect(await limiter.take('a', { ...LIMIT, overage: true }, 1)).toMatchObject({ allowed: true, overage: true });
    expect(await limiter.take('a', LIMIT, 0)).toMatchObject({ allowed: true, overage: false });
  });

  test('asks again after a second, and not before', async () => {
    const { limiter, time, seen } = start('refuse');
    await limiter.take('a', LIMIT, 1);
    await time.pass(999);
    await limiter.take('a', LIMIT, 1);
    expect(seen.asked).toBe(1);
    await time.pass(1);
    await limiter.take('a', LIMIT, 1);
    expect(seen.asked).toBe(2);
  });
});
