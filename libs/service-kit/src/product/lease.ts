import type { Attempt, LeaseTerms } from '@keyledger/domain';
import type { Clock, LeaseState } from '@keyledger/ports';
import type { Health } from '../ops/health.ts';
import type { Metrics } from '../ops/metrics.ts';

/** Upper bounds in seconds: milliseconds in health; the last ones are of a process that was cut off, or of clocks apart. */
const LAG_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const LEASE_KINDS = ['fresh', 'stale', 'none'] as const;

/** As `/debug/state` shows it: with the terms that were granted or, before any was, those that are asked for. */
export function leaseJson({ kind, ageMs, remainingMs, terms }: LeaseState, asked: LeaseTerms): object {
  const { stalenessMs, staleAllowanceMs } = terms ?? asked;
  return {
    state: kind,
    age_ms: ageMs === null ? null : Math.round(ageMs),
    remaining_ms: Math.round(remainingMs),
    max_staleness_ms: stalenessMs,
    stale_allowance_ms: staleAllowanceMs,
    policy: staleAllowanceMs > 0 ? 'serve-stale' : 'fail-closed',
  };
}

/** Not ready is a process that holds no lease; that it answers by the allowance for an outage is shown. */
export function watchLease(health: Health, lease: () => LeaseState): void {
  health.watch('lease', () => whyNoLease(lease()));
  health.watch('lease_fresh', () => whyStale(lease()), { informs: true });
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function whyNoLease({ kind, ageMs }: LeaseState): string | null {
  if (kind !== 'none') return null;
  if (ageMs === null) return 'no lease: no barrier has been answered yet';
  return `no lease: no barrier has been answered for ${seconds(ageMs)}, or the ledger is not read up to it`;
}

function whyStale({ kind, ageMs }: LeaseState): string | null {
  if (kind !== 'stale' || ageMs === null) return null;
  return `no barrier has been answered for ${seconds(ageMs)}: what is known is served stale`;
}

export function measureLease(metrics: Metrics, lease: () => LeaseState): void {
  const help = 'Since the barrier that the lease counts from was asked for';
  metrics.measured({ name: 'lease_age_seconds', help }, () => {
    const { kind: current, ageMs } = lease();
    // Here, because time alone ends a lease and tells nobody: the age stands before the states, and is read first.
    for (const kind of LEASE_KINDS) states.set({ state: kind }, kind === current ? 1 : 0);
    return ageMs === null ? undefined : ageMs / 1000;
  });
  const states = metrics.gauge({ name: 'lease_state', help: '1: the state that the lease is in', labels: ['state'] });
}

/** @returns to be told of attempts as they are applied */
export function measureApplyLag(metrics: Metrics, clock: Clock): (attempts: readonly Attempt[]) => void {
  const histogram = metrics.histogram({
    name: 'ledger_apply_lag_seconds',
    help: "From the writing of an attempt, by its writer's clock, until it was applied here; never below 0",
    buckets: LAG_BUCKETS,
  });
  const lag = histogram.labels({});
  return (attempts) => {
    for (const { occurredAt } of attempts) lag.observe(Math.max(0, clock.wall() - occurredAt) / 1000);
  };
}
