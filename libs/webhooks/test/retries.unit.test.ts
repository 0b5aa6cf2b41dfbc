import { expect, test } from 'vitest';
import { RETRY_DELAYS_MS, retryAt } from '../src/index.ts';

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
