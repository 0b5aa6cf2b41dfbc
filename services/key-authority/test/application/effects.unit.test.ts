import { positionAt } from '@keyledger/domain';
import { beforeEach, describe, expect, test } from 'vitest';
import { type EffectWish, Effects } from '../../src/application/effects.ts';
import { TestClock } from '../support/test-authority.ts';
import { TestFreshness } from '../support/test-freshness.ts';

const clock = new TestClock();
const TAKEN = { aggregateId: 'key_1', position: positionAt(7), narrows: true };
const GIVEN = { ...TAKEN, narrows: false };

let freshness: TestFreshness;
let stop: AbortController;
let caller: AbortController;
let effects: Effects;

beforeEach(() => {
  freshness = new TestFreshness();
  stop = new AbortController();
  caller = new AbortController();
  effects = new Effects({ freshness, clock, stopping: stop.signal });
});

const wish = (over: Partial<EffectWish> = {}): EffectWish => ({
  waitFor: 'everywhere',
  waitMs: 60_000,
  signal: caller.signal,
  ...over,
});

const EVERYWHERE = { applied: 'everywhere', effectiveBy: clock.now, effectiveWithinMs: 0, isLate: false };
const LATE = { applied: 'ledger', effectiveBy: clock.now + 6_250, effectiveWithinMs: 6_250, isLate: true };
const NOTHING_TAKEN = { applied: 'ledger', effectiveBy: null, effectiveWithinMs: null, isLate: false };

describe('what takes authority away', () => {
  test('is everywhere once nobody can use what was before', async () => {
    const waiting = effects.of(TAKEN, wish());
    freshness.reached(positionAt(6));
    expect(freshness.waiting).toBe(1);
    freshness.reached(positionAt(7));
    expect(await waiting).toEqual(EVERYWHERE);
    expect(await effects.of(TAKEN, wish({ waitMs: 0 }))).toEqual(EVERYWHERE);
  });

  test('is late after the wait, and the bound is whole milliseconds, rounded up', async () => {
    freshness.bound = 6_249.2;
    expect(await effects.of(TAKEN, wish({ waitMs: 1 }))).toEqual(LATE);
  });

  test('is not waited for where the ledger is enough, and the bound is told all the same', async () => {
    expect(await effects.of(TAKEN, wish({ waitFor: 'ledger' }))).toEqual({ ...LATE, isLate: false });
    freshness.reached();
    expect(await effects.of(TAKEN, wish({ waitFor: 'ledger' }))).toEqual({
      ...EVERYWHERE,
      applied: 'ledger',
    });
    expect(freshness.waits).toEqual([]);
  });

  test.each([
    ['the caller goes', () => caller],
    ['the process stops', () => stop],
  ])('is told as it is when %s, before and while it waits', async (_, who) => {
    const waiting = effects.of(TAKEN, wish());
    who().abort();
    expect(await waiting).toEqual(LATE);
    expect(await effects.of(TAKEN, wish())).toEqual(LATE);
    expect(freshness.waiting).toBe(0);
  });
});

test('what takes nothing away is told at once, and no bound for it', async () => {
  for (const waitFor of ['everywhere', 'ledger'] as const) {
    expect(await effects.of(GIVEN, wish({ waitFor }))).toEqual(NOTHING_TAKEN);
  }
  expect(freshness.waits).toEqual([]);
});
