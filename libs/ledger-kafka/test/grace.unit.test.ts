import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Grace } from '../src/grace.ts';

const GRACE_MS = 5_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What looks so far apart say of a log that lacks something at each of them. */
function looksApart(grace: Grace, ...gaps: number[]): boolean[] {
  return gaps.map((ms) => {
    vi.advanceTimersByTime(ms);
    return grace.isOver();
  });
}

test('what is missing all the time is gone after the grace, and not before', () => {
  expect(looksApart(new Grace(GRACE_MS), 0, 2_000, 2_000, 999, 1)).toEqual([false, false, false, false, true]);
});

test('a leader that answers after an outage has a grace of its own, however it looks at first', () => {
  const grace = new Grace(GRACE_MS);
  expect(looksApart(grace, 0, GRACE_MS + 1, 2_500, 2_499, 1)).toEqual([false, false, false, false, true]);
});

test('a connection that fails now and then between two looks delays nothing', () => {
  expect(looksApart(new Grace(GRACE_MS), 0, 4_000, 4_000)).toEqual([false, false, true]);
});

test('what was there in between is missing anew', () => {
  const grace = new Grace(GRACE_MS);
  looksApart(grace, 0, 3_000);
  grace.found();
  expect(looksApart(grace, 100, 3_000, 1_999, 1)).toEqual([false, false, false, true]);
});

test.for([0, 100, 1_000])('a grace of %i ms is over some time, though looks lie further apart', (ms) => {
  expect(looksApart(new Grace(ms), 0, 2_400)).toEqual([ms === 0, true]);
});
