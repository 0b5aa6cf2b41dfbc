import { type Incarnation, positionAt } from '@keyledger/domain';
import { expect, it } from 'vitest';
import { Everywhere, Holders, waitOf } from '../src/index.ts';
import { VirtualTime } from './kit/virtual-time.ts';

const A = 'a'.repeat(32) as Incarnation;
const HOLD = 4_000;
const X = positionAt(7);

async function waitingForOne() {
  const time = new VirtualTime();
  const holders = new Holders(time, () => everywhere.changed());
  const everywhere: Everywhere = new Everywhere({ remainingMs: (x) => holders.remainingMs(x, HOLD) }, time);
  holders.began();
  await time.pass(waitOf(HOLD));
  holders.granted(positionAt(5), A, { stalenessMs: HOLD, staleAllowanceMs: 0 });
  const results: boolean[] = [];
  const until = (deadlineMs: number, signal?: AbortSignal) =>
    void everywhere.until(X, deadlineMs, signal).then((result) => results.push(result));
  return { time, holders, everywhere, until, results };
}

it('is at once where nobody is left', async () => {
  const { everywhere, holders } = await waitingForOne();
  holders.reported(A, X);
  expect(await everywhere.until(X, 0)).toBe(true);
  expect(everywhere.remainingMs(X)).toBe(0);
});

it('is when the last one has reported, and nothing is left behind', async () => {
  const { time, holders, until, results } = await waitingForOne();
  until(60_000);
  await time.pass(100);
  expect(results).toEqual([]);
  holders.reported(A, X);
  await time.pass(0);
  expect(results).toEqual([true]);
  expect(time.timers).toBe(0);
});

it('is when every lease has run out, if nobody reports', async () => {
  const { time, until, results } = await waitingForOne();
  until(60_000);
  await time.pass(waitOf(HOLD) - 1);
  expect(results).toEqual([]);
  await time.pass(1);
  expect(results).toEqual([true]);
});

it('is not told where the deadline or the caller comes first', async () => {
  const { time, until, results } = await waitingForOne();
  const gone = new AbortController();
  until(500);
  until(60_000, gone.signal);
  await time.pass(500);
  expect(results).toEqual([false]);
  gone.abort();
  await time.pass(0);
  expect(results).toEqual([false, false]);
  expect(time.timers).toBe(0);
});

it('is told by an answer at the very bound', async () => {
  const { time, until, results } = await waitingForOne();
  until(waitOf(HOLD));
  await time.pass(waitOf(HOLD));
  expect(results).toEqual([true]);
});
