import type { FreshVerifier } from '@keyledger/client';
import type { Attempt } from '@keyledger/domain';
import type { Clock } from '@keyledger/ports';
import type { Metrics } from '@keyledger/service-kit';
import type { CacheObserver } from '@keyledger/verifier';
import type { PublicHooks } from './http/options.ts';

/** Upper bounds in seconds: a cached answer is far below the first, a slow upstream in the last ones. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Upper bounds in seconds: milliseconds in health; the last ones are of a node that was cut off, or of clocks apart. */
const LAG_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const LEASE_KINDS = ['fresh', 'stale', 'none'] as const;

export function cacheObserver(metrics: Metrics): CacheObserver {
  const lookups = metrics.counter({
    name: 'cache_lookups_total',
    help: 'Verifications by what the cache knew',
    labels: ['result'],
  });
  const [hits, misses] = [lookups.labels({ result: 'hit' }), lookups.labels({ result: 'miss' })];
  const refused = metrics.counter({
    name: 'cache_fills_refused_total',
    help: 'Answers that were not cached because an event that they had not seen was applied first',
  });
  return { hit: () => hits.inc(), miss: () => misses.inc(), fillRefused: () => refused.inc({}) };
}

export function measureCache(metrics: Metrics, fresh: Pick<FreshVerifier, 'cache' | 'applied'>): void {
  metrics.measured({ name: 'cache_entries', help: 'Secrets whose grant is cached' }, () => fresh.cache.size);
  metrics.measured({ name: 'cache_unknown_entries', help: 'Secrets cached as unknown' }, () => fresh.cache.unknownSize);
  const help = 'The position up to which the ledger is applied';
  metrics.measured({ name: 'ledger_applied_position', help }, () => fresh.applied);
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

export function measureLease(metrics: Metrics, lease: FreshVerifier['lease']): void {
  const help = 'Since the barrier that the lease counts from was asked for';
  metrics.measured({ name: 'lease_age_seconds', help }, () => {
    const { kind: current, ageMs } = lease();
    // Here, because time alone ends a lease and tells nobody: the age stands before the states, and is read first.
    for (const kind of LEASE_KINDS) states.set({ state: kind }, kind === current ? 1 : 0);
    return ageMs === null ? undefined : ageMs / 1000;
  });
  const states = metrics.gauge({ name: 'lease_state', help: '1: the state that the lease is in', labels: ['state'] });
}

export function publicHooks(metrics: Metrics): PublicHooks {
  const requests = metrics.counter({
    name: 'requests_total',
    help: 'Requests at the public port by how they ended',
    labels: ['outcome'],
  });
  const durations = metrics.histogram({
    name: 'request_duration_seconds',
    help: 'From the head of a request to the end of its answer',
    buckets: DURATION_BUCKETS,
  });
  const keysInQueries = metrics.counter({
    name: 'keys_in_query_total',
    help: 'Requests whose query string carried a key',
  });
  const duration = durations.labels({});
  return {
    answered(outcome, _status, durationMs) {
      requests.inc({ outcome });
      duration.observe(durationMs / 1000);
    },
    keyInQuery: () => keysInQueries.inc({}),
  };
}
