import { LocalLimiter, OutageLimiter, RedisBuckets, SharedLimiter } from '@keyledger/limiter';
import { type RateLimiter, systemClock, systemTimers } from '@keyledger/ports';
import type { ComposeContext, Metrics } from '@keyledger/service-kit';
import { limiterObserver } from '../metrics.ts';
import type { apiNodeSettings } from '../settings.ts';

type Context = ComposeContext<typeof apiNodeSettings.settings>;

/**
 * Does not wait for the server: until it answers, the policy decides.
 * @param nodes how many live nodes the authority knows
 */
export async function startLimiter(
  { settings, lifecycle, logger }: Context,
  metrics: Metrics,
  nodes: () => number,
): Promise<RateLimiter> {
  metrics.measured(
    { name: 'limiter_nodes', help: 'How many nodes share each rate limit, as the authority knows' },
    nodes,
  );
  const local = new LocalLimiter(systemClock, nodes);
  const { limiter: where, onLimiterOutage: policy } = settings;
  if (where.kind === 'local') return local;
  const shared = await lifecycle.start(
    'rate limiter',
    () => {
      const options = { url: where.url.reveal(), logger, clock: systemClock, timers: systemTimers };
      const buckets = new RedisBuckets(options);
      buckets.open();
      return buckets;
    },
    (part) => part.close(),
  );
  const failed = (error: unknown): void => limiter.failed(error);
  const inner = new SharedLimiter({ shared, nodes, clock: systemClock, timers: systemTimers, failed });
  const limiter = new OutageLimiter({ inner, local, policy, clock: systemClock, observer: limiterObserver(metrics) });
  return limiter;
}
