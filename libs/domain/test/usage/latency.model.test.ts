import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LAST_BUCKET, LatencyHistogram, bucketOf, quantileMs } from '../../src/index.ts';

const durations = fc.array(fc.double({ min: 0, max: 200_000, noNaN: true }), { maxLength: 40 });

const histogram = (...lists: readonly (readonly number[])[]): LatencyHistogram => {
  const made = new LatencyHistogram();
  for (const duration of lists.flat()) made.observe(duration);
  return made;
};

const merged = (...histograms: readonly LatencyHistogram[]): LatencyHistogram => {
  const made = new LatencyHistogram();
  for (const one of histograms) made.merge(one);
  return made;
};

test('merging histograms is the same in any order and grouping, and as if one had counted all', () => {
  fc.assert(
    fc.property(durations, durations, durations, (a, b, c) => {
      const all = histogram(a, b, c);
      const [one, two, three] = [histogram(a), histogram(b), histogram(c)];
      expect(merged(merged(one, two), three)).toEqual(all);
      expect(merged(one, merged(two, three))).toEqual(all);
      expect(merged(three, one, two)).toEqual(all);
    }),
  );
});

test('a quantile is never below the true one, and at most 19 % above, between a tenth of a millisecond and two minutes', () => {
  const some = fc.array(fc.double({ min: 0.2, max: 100_000, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(some, fc.constantFrom(0.5, 0.95, 0.99, 1), (list, share) => {
      const truth = list.toSorted((one, other) => one - other)[Math.ceil(list.length * share) - 1] ?? 0;
      const told = quantileMs(histogram(list), share) ?? 0;
      // Whole microseconds: half of one may be lost.
      expect(told).toBeGreaterThanOrEqual(truth - 0.001);
      expect(told).toBeLessThanOrEqual(truth * 2 ** 0.25 + 0.001);
    }),
  );
});

test('of nothing there is no quantile', () => {
  expect(quantileMs(new LatencyHistogram(), 0.5)).toBeNull();
});

test('every latency has one of the fixed buckets, and a longer one no lower bucket', () => {
  expect(bucketOf(0)).toBe(0);
  expect(bucketOf(100)).toBe(0);
  expect(bucketOf(101)).toBe(1);
  expect(bucketOf(1e12)).toBe(LAST_BUCKET);
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (one, other) => {
      expect(bucketOf(Math.max(one, other))).toBeGreaterThanOrEqual(bucketOf(Math.min(one, other)));
    }),
  );
});
