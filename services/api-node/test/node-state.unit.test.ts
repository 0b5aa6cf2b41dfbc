import type { LeaseState } from '@keyledger/client';
import { positionAt } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { stateJson, whyNoLease, whyStale } from '../src/node-state.ts';

const ASKED = { stalenessMs: 5_000, staleAllowanceMs: 60_000 };
const GRANTED = { stalenessMs: 3_000, staleAllowanceMs: 0 };

const NEVER: LeaseState = { kind: 'none', ageMs: null, remainingMs: 0, terms: null };
const FRESH: LeaseState = { kind: 'fresh', ageMs: 812.4, remainingMs: 2_187.6, terms: GRANTED };
const STALE: LeaseState = { kind: 'stale', ageMs: 7_250, remainingMs: 57_750, terms: ASKED };
const ENDED: LeaseState = { kind: 'none', ageMs: 3_240, remainingMs: 0, terms: GRANTED };

const leaseIn = (lease: LeaseState): unknown => {
  const fresh = { applied: positionAt(41), cache: { size: 2, unknownSize: 1 }, lease: () => lease };
  const state = stateJson(fresh, ASKED);
  expect(state).toMatchObject({ position: 41, state_hash: null, cache: { keys: 2, unknown: 1 } });
  return 'lease' in state ? state.lease : undefined;
};

describe('the state of a node', () => {
  it('shows the lease by the terms that were granted, not those that were asked for', () => {
    expect(leaseIn(FRESH)).toEqual({
      state: 'fresh',
      age_ms: 812,
      remaining_ms: 2_188,
      max_staleness_ms: 3_000,
      stale_allowance_ms: 0,
      policy: 'fail-closed',
    });
  });

  it('shows what is asked for while nothing was granted', () => {
    expect(leaseIn(NEVER)).toEqual({
      state: 'none',
      age_ms: null,
      remaining_ms: 0,
      max_staleness_ms: 5_000,
      stale_allowance_ms: 60_000,
      policy: 'serve-stale',
    });
  });
});

describe('readiness', () => {
  it.each([
    ['never held a lease', NEVER, 'no lease: no authority has answered yet', null],
    ['holds a fresh lease', FRESH, null, null],
    ['serves stale', STALE, null, 'no authority has answered for 7.3 s: cached keys are served stale'],
    ['has lost its lease', ENDED, expect.stringMatching(/^no lease: no authority has answered for 3\.2 s/), null],
  ])('of a node that %s says why it is not as it should be', (_, lease, notReady, informs) => {
    expect(whyNoLease(lease)).toEqual(notReady);
    expect(whyStale(lease)).toEqual(informs);
  });
});
