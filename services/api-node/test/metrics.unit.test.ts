import type { LeaseState } from '@keyledger/client';
import type { Attempt } from '@keyledger/domain';
import { createMetrics } from '@keyledger/service-kit';
import { describe, expect, it } from 'vitest';
import { measureApplyLag, measureLease } from '../src/metrics.ts';

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

describe('the metrics of the lease', () => {
  it('say how it stands at the moment of the question, though nothing happened but that time passed', async () => {
    const metrics = createMetrics();
    let lease: LeaseState = { kind: 'none', ageMs: null, remainingMs: 0, terms: null };
    measureLease(metrics, () => lease);
    const states = async (): Promise<unknown[]> => {
      const text = await metrics.text();
      const of = (kind: string): string | undefined => sample(text, `lease_state{state="${kind}"}`);
      return [sample(text, 'lease_age_seconds'), of('fresh'), of('stale'), of('none')];
    };
    expect(await states()).toEqual([undefined, '0', '0', '1']);
    lease = { kind: 'fresh', ageMs: 1_500, remainingMs: 500, terms: null };
    expect(await states()).toEqual(['1.5', '1', '0', '0']);
    lease = { kind: 'stale', ageMs: 2_500, remainingMs: 500, terms: null };
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
