import { type Incarnation, type LeaseTerms, type Noop, positionAt } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { Holders, waitOf } from '../src/index.ts';
import { VirtualTime } from './kit/virtual-time.ts';

const at = positionAt;
const HOLD = 4_000;
const WAIT = waitOf(HOLD);
const TERMS: LeaseTerms = { stalenessMs: 3_000, staleAllowanceMs: 1_000 };
const MAX_HOLD = 8_000;
const [A, B] = ['a'.repeat(32), 'b'.repeat(32)] as [Incarnation, Incarnation];

const naming = (...ids: Incarnation[]): Noop => ({
  holders: ids.map((incarnation) => ({ incarnation, terms: TERMS })),
  complete: true,
  reports: [],
});

/** One that has read for long enough to know everybody. */
async function settledReplica() {
  const time = new VirtualTime();
  let changes = 0;
  const holders = new Holders(time, () => (changes += 1));
  holders.began();
  await time.pass(waitOf(MAX_HOLD));
  return { time, holders, remaining: (x: number) => holders.remainingMs(at(x), MAX_HOLD), changed: () => changes };
}

describe('a replica waits', () => {
  it('for nobody where nobody was named', async () => {
    expect((await settledReplica()).remaining(7)).toBe(0);
  });

  it('a quarter longer than a lease lasts, as one clock may be slow and the other fast', () => {
    expect(WAIT).toBe(HOLD * 1.25);
  });

  it('for whoever was named below the change, from when it read that', async () => {
    const { time, holders, remaining } = await settledReplica();
    holders.read(at(5), naming(A), MAX_HOLD);
    await time.pass(1_000);
    expect(remaining(7)).toBe(WAIT - 1_000);
    await time.pass(WAIT - 1_000);
    expect(remaining(7)).toBe(0);
  });

  it('for nobody who was named above the change only: who uses that no-op has applied the change', async () => {
    const { holders, remaining } = await settledReplica();
    holders.read(at(8), naming(A), MAX_HOLD);
    expect(remaining(7)).toBe(0);
  });

  it('no longer for one that goes on being named but never reports', async () => {
    const { time, holders, remaining } = await settledReplica();
    holders.read(at(5), naming(A), MAX_HOLD);
    for (let position = 8; position < 14; position++) {
      await time.pass(1_000);
      holders.read(at(position), naming(A), MAX_HOLD);
    }
    expect(remaining(7)).toBe(0);
  });

  it('no more for one that has applied the change, or has given its lease back', async () => {
    const { holders, remaining, changed } = await settledReplica();
    holders.read(at(5), naming(A, B), MAX_HOLD);
    holders.reported(A, at(6));
    expect(remaining(7)).toBe(WAIT);
    holders.reported(A, at(7));
    holders.reported(A, at(3));
    expect(remaining(7)).toBe(WAIT);
    holders.gaveBack(B);
    expect(remaining(7)).toBe(0);
    expect(changed()).toBe(4);
  });

  it('for one life, whatever another life of the same process has said', async () => {
    const { holders, remaining } = await settledReplica();
    holders.read(at(5), naming(A), MAX_HOLD);
    holders.gaveBack(B);
    holders.reported(B, at(9));
    expect(remaining(7)).toBe(WAIT);
  });

  it('by reports that came before the naming was read, and by those that came through the log', async () => {
    const { holders, remaining } = await settledReplica();
    holders.reported(A, at(9));
    holders.read(at(5), naming(A, B), MAX_HOLD);
    expect(remaining(7)).toBe(WAIT);
    holders.read(at(9), { ...naming(), reports: [{ incarnation: B, applied: at(8), gaveBack: false }] }, MAX_HOLD);
    expect(remaining(7)).toBe(0);
  });

  it('for whoever an incomplete no-op did not name, or one that compaction removed', async () => {
    const { time, holders, remaining } = await settledReplica();
    holders.read(at(5), { ...naming(), complete: false }, MAX_HOLD);
    expect(remaining(7)).toBe(waitOf(MAX_HOLD));
    expect(remaining(5)).toBe(0);
    await time.pass(waitOf(MAX_HOLD));
    expect(remaining(7)).toBe(0);
    holders.gap(at(6), 2 * MAX_HOLD);
    expect(remaining(7)).toBe(waitOf(2 * MAX_HOLD));
  });

  it('the longest wait after it has begun to read, as it does not know who was named before', async () => {
    const time = new VirtualTime();
    const holders = new Holders(time);
    expect(holders.remainingMs(at(7), MAX_HOLD)).toBe(Infinity);
    holders.began();
    await time.pass(2_500);
    expect(holders.remainingMs(at(7), MAX_HOLD)).toBe(waitOf(MAX_HOLD) - 2_500);
  });

  it('from the start again when it loads other state, and forgets what it had heard', async () => {
    const { holders, remaining } = await settledReplica();
    holders.read(at(5), naming(A), MAX_HOLD);
    holders.reported(A, at(9));
    holders.began();
    expect(remaining(7)).toBe(waitOf(MAX_HOLD));
  });

  it('by its monotonic clock: a wall clock that is set cannot cut it short', async () => {
    const { time, holders, remaining } = await settledReplica();
    holders.read(at(5), naming(A), MAX_HOLD);
    time.setWall(3_600_000);
    expect(remaining(7)).toBe(WAIT);
  });
});

it('those who may hold a lease now are counted: named lately, and not given back', async () => {
  const { time, holders } = await settledReplica();
  holders.read(at(5), naming(A, B), MAX_HOLD);
  expect(holders.count).toBe(2);
  holders.gaveBack(A);
  expect(holders.count).toBe(1);
  await time.pass(WAIT);
  expect(holders.count).toBe(0);
});

it('strangers who report cannot make those forgotten who are waited for', async () => {
  const { holders, remaining } = await settledReplica();
  holders.read(at(5), naming(A), MAX_HOLD);
  holders.reported(A, at(9));
  for (let stranger = 0; stranger < 20_001; stranger += 1) {
    holders.reported(stranger.toString(16).padStart(32, '0') as Incarnation, at(1));
  }
  expect(remaining(9)).toBe(0);
});
