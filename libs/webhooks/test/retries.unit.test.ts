import { expect, test } from 'vitest';
import { RETRY_DELAYS_MS, holdUntil, retryAt } from '../src/index.ts';

test('attempts are spread over more than three days, and then end', () => {
  const times: number[] = [];
  let now = 0;
  for (let attempts = 1; ; attempts++) {
    const next = retryAt(attempts, now, 0);
    if (next === null) break;
    times.push((now = next));
  }
  expect(times.map((ms) => ms / 1000)).toEqual([5, 305, 2105, 9305, 27305, 63305, 113705, 185705, 272105]);
});

test('what failed together comes again at times of its own, and never early', () => {
  for (const [index, delay] of RETRY_DELAYS_MS.entries()) {
    const [soonest, latest] = [retryAt(index + 1, 0, 0), retryAt(index + 1, 0, 0.999)];
    expect(soonest).toBe(delay);
    expect(latest).toBeGreaterThan(delay);
    expect(latest).toBeLessThanOrEqual(delay * 1.1);
  }
});

test('an endpoint that fails is held for seconds, and from its second failure in a row for minutes', () => {
  expect([1, 2, 3, 50].map((failures) => holdUntil(failures, 100) - 100)).toEqual([5_000, 300_000, 300_000, 300_000]);
});
