import type { Attempt } from '@keyledger/domain';
import { type LeaseState, NO_LEASE } from '@keyledger/ports';
import { describe, expect, it } from 'vitest';
import { createHealth, createMetrics, leaseJson, measureApplyLag, measureLease, watchLease } from '../src/index.ts';

const ASKED = { stalenessMs: 5_000, staleAllowanceMs: 60_000 };
const GRANTED = { stalenessMs: 3_000, staleAllowanceMs: 0 };

const FRESH: LeaseState = { kind: 'fresh', ageMs: 812.4, remainingMs: 2_187.6, terms: GRANTED };
const STALE: LeaseState = { kind: 'stale', ageMs: 7_250, remainingMs: 57_750, terms: ASKED };
const ENDED: LeaseState = { kind: 'none', ageMs: 3_240, remainingMs: 0, terms: GRANTED };

const attemptAt = (occurredAt: number): Attempt => ({
  commandId: 'c' as Attempt['commandId'],
  fingerprint: 'f',
  aggregateId: 'key_1',
  expectedVersion: null,
  occurredAt,
  actor: { subject: '', kind: 'system', address: '' },
  reason: '',
  event: { type: 'key.revoked' },
});

const sample = (text: string, name: string): string | undefined =>
  text
    .split('\n')
    .find((line) => line.startsWith(`keyledger_${name} `))
    ?.split(' ')[1];

describe('a lease is shown', () => {
  it('by the terms that were granted, not those that were asked for', () => {
    expect(leaseJson(FRESH, ASKED)).toEqual({
      state: 'fresh',
      age_ms: 812,
      remaining_ms: 2_188,
      max_staleness_ms: 3_000,
      stale_allowance_ms: 0,
      policy: 'fail-closed',
    });
  });

  it('by what is asked for while nothing was granted', () => {
    expect(leaseJson(NO_LEASE, ASKED)).toEqual({
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
    ['never held a lease', NO_LEASE, false, 'no lease: no barrier has been answered yet', ''],
    ['holds a fresh lease', FRESH, true, '', ''],
    ['serves stale', STALE, true, '', 'no barrier has been answered for 7.3 s: what is known is served stale'],
    ['has lost its lease', ENDED, false, expect.stringMatching(/^no lease: no barrier .* for 3\.2 s/), ''],
  ])('of a process that %s says why it is not as it should be', (_, lease, ready, why, informs) => {
    const health = createHealth();
    watchLease(health, () => lease);
    const report = health.report();
    expect(report.ready).toBe(ready);
    expect(report.checks.map((check) => check.why)).toEqual([why, informs]);
  });
});

describe('the metrics of the lease', () => {
  it('say how it stands at the moment of the question, though nothing happened but that time passed', async () => {
    const metrics = createMetrics();
    let lease = NO_LEASE;
    measureLease(metrics, () => lease);
    const states = async (): Promise<unknown[]> => {
      const text = await metrics.text();
      const of = (kind: string): string | undefined => sample(text, `lease_state{state="${kind}"}`);
      return [sample(text, 'lease_age_seconds'), of('fresh'), of('stale'), of('none')];
    };
    expect(await states()).toEqual([undefined, '0', '0', '1']);
    lease = { ...FRESH, ageMs: 1_500 };
    expect(await states()).toEqual(['1.5', '1', '0', '0']);
    lease = { ...STALE, ageMs: 2_500 };
    expect(await states()).toEqual(['2.5', '0', '1', '0']);
  });
});

describe('the lag of applying', () => {
  it('counts each attempt once, from its writing, and none below zero where clocks differ', async () => {
    const metrics = createMetrics();
    const tell = measureApplyLag(metrics, { wall: () => 10_000, monotonic: () => 0 });
    tell([attemptAt(9_750), attemptAt(10_400)]);
    tell([]);
    const text = await metrics.text();
    expect(sample(text, 'ledger_apply_lag_seconds_count')).toBe('2');
    expect(sample(text, 'ledger_apply_lag_seconds_sum')).toBe('0.25');
  });
});
