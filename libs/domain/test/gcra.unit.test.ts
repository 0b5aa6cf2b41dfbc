import { describe, expect, test } from 'vitest';
import { FULL_BUCKET, type GcraState, type RateLimit, fairShare, takeTokens } from '../src/index.ts';

const LIMIT: RateLimit = { perHour: 36_000, burst: 3, overage: false };

/** The verdicts of takes of `cost` at these times, one after the other. */
function takes(limit: RateLimit, times: readonly number[], cost = 1) {
  let state: GcraState = FULL_BUCKET;
  return times.map((now) => {
    const verdict = takeTokens(state, limit, cost, now);
    state = verdict.state;
    return verdict;
  });
}

describe('a rate limit', () => {
  test('lets a burst through at once and then one for each part that has come back', () => {
    const allowed = takes(LIMIT, [0, 0, 0, 0, 99, 100, 100, 300, 300, 300]).map((verdict) => verdict.allowed);
    expect(allowed).toEqual([true, true, true, false, false, true, false, true, true, false]);
  });

  test('tells what is left, when the bucket is full, and when to come again', () => {
    const [first, , third, refused] = takes(LIMIT, [0, 0, 0, 40]);
    expect(first).toMatchObject({ remaining: 2, resetMs: 100, retryAfterMs: 0, overage: false });
    expect(third).toMatchObject({ remaining: 0, resetMs: 300 });
    expect(refused).toMatchObject({ allowed: false, remaining: 0, resetMs: 260, retryAfterMs: 60 });
  });

  test('never holds more than a burst, however long nobody asks', () => {
    const allowed = takes(LIMIT, [0, 1e9, 1e9, 1e9, 1e9]).map((verdict) => verdict.allowed);
    expect(allowed).toEqual([true, true, true, true, false]);
  });

  test('with overage counts what goes beyond, lets it through, and takes nothing for it', () => {
    const verdicts = takes({ ...LIMIT, overage: true }, [0, 0, 0, 0, 0, 100]);
    expect(verdicts.map(({ allowed }) => allowed)).toEqual(Array(6).fill(true));
    expect(verdicts.map(({ overage }) => overage)).toEqual([false, false, false, true, true, false]);
  });

  test('charges a request that costs more than a burst a full bucket, so that it can pass at all', () => {
    expect(takes(LIMIT, [0, 299, 599], 10).map(({ allowed }) => allowed)).toEqual([true, false, true]);
  });

  test('that has become smaller still tells what is left to whoever takes nothing', () => {
    const { state } = takeTokens(FULL_BUCKET, LIMIT, 3, 0);
    const verdict = takeTokens(state, { perHour: 36_000, burst: 1, overage: false }, 0, 0);
    expect(verdict).toMatchObject({ allowed: true, remaining: 0, resetMs: 100, retryAfterMs: 0 });
  });

  test.each([
    [
      { perHour: 1_000, burst: 100 },
      { perHour: 100_000, burst: 200 },
    ],
    [
      { perHour: 1_000, burst: 100 },
      { perHour: 100_000, burst: 10 },
    ],
    [
      { perHour: 36_000, burst: 100 },
      { perHour: 36_000, burst: 10 },
    ],
  ])('that becomes another one, %j → %j, is empty at worst', (before, after) => {
    const { state } = takeTokens(FULL_BUCKET, { ...before, overage: false }, before.burst, 0);
    const limit = { ...after, overage: false };
    const refused = takeTokens(state, limit, 1, 0);
    expect(refused.retryAfterMs).toBeLessThanOrEqual(3_600_000 / after.perHour + 1e-6);
    expect(takeTokens(refused.state, limit, 1, refused.retryAfterMs).allowed).toBe(true);
  });

  test('gives the whole burst where the rate does not divide the hour', () => {
    const allowed = takes({ perHour: 7, burst: 50, overage: false }, Array(51).fill(1e9)).map((v) => v.allowed);
    expect(allowed).toEqual([...Array(50).fill(true), false]);
  });

  test('of a node is its part of the limit, and one request at least', () => {
    expect(fairShare(LIMIT, 1)).toEqual(LIMIT);
    expect(fairShare(LIMIT, 2)).toEqual({ perHour: 18_000, burst: 1.5, overage: false });
    expect(fairShare(LIMIT, 100)).toEqual({ perHour: 360, burst: 1, overage: false });
  });
});
