import type { FreshVerifier } from '@keyledger/client';
import type { Metrics } from '@keyledger/service-kit';
import type { CacheObserver } from '@keyledger/verifier';
import type { LimiterObserver } from '@keyledger/limiter';
import type { PublicHooks } from './http/options.ts';

/** Upper bounds in seconds: a cached answer is far below the first, a slow upstream in the last ones. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

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
  const overage = metrics.counter({
    name: 'overage_requests_total',
    help: 'Requests that were let through beyond the rate limit of a tier with overage',
  });
  const refusedConnections = metrics.counter({
    name: 'refused_connections_total',
    help: 'Connections that were closed for want of a PROXY header from a trusted proxy',
    labels: ['reason'],
  });
  const duration = durations.labels({});
  return {
    answered(outcome, _status, durationMs) {
      requests.inc({ outcome });
      duration.observe(durationMs / 1000);
    },
    keyInQuery: () => keysInQueries.inc({}),
    overage: () => overage.inc({}),
    connectionRefused: (reason) => refusedConnections.inc({ reason }),
  };
}

export function limiterObserver(metrics: Metrics): LimiterObserver {
  const outages = metrics.counter({
    name: 'limiter_outage_requests_total',
    help: 'Requests that were decided by KEYLEDGER_ON_LIMITER_OUTAGE',
  });
  const failures = metrics.counter({
    name: 'limiter_failures_total',
    help: 'Questions to the rate limiter that were not answered',
  });
  return { outage: () => outages.inc({}), failed: () => failures.inc({}) };
}
