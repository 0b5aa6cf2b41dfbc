import { type FreshVerifier, type LeaseTerms, startFreshVerifier } from '@keyledger/client';
import type { AuthorityAccess } from '@keyledger/grpc';
import { systemClock } from '@keyledger/ports';
import {
  type ComposeContext,
  type Health,
  type Metrics,
  type ProfileInForce,
  measureApplyLag,
  measureLease,
  staleAllowance,
  watchLease,
} from '@keyledger/service-kit';
import { cacheObserver, measureCache } from '../metrics.ts';
import type { apiNodeSettings } from '../settings.ts';
import { openFollower } from './open-follower.ts';

type Context = ComposeContext<typeof apiNodeSettings.settings>;

/** What this node asks for; the authorities may grant less. */
export function leaseTerms({ maxStaleness, onLedgerOutage }: Context['settings']): LeaseTerms {
  return { stalenessMs: maxStaleness, staleAllowanceMs: staleAllowance(onLedgerOutage) };
}

/** Resolves when the node reads the ledger: nothing may be cached before. */
export async function startVerifier(
  { settings, lifecycle, logger, environment }: Context & Pick<ProfileInForce, 'environment'>,
  health: Health,
  metrics: Metrics,
  access: AuthorityAccess,
): Promise<FreshVerifier> {
  const reads = health.check('ledger');
  const { follower } = await lifecycle.start(
    'ledger follower',
    () => openFollower(settings, access, logger),
    (part) => part.close(),
  );
  const lagOf = measureApplyLag(metrics, systemClock);
  const begin = async (): Promise<FreshVerifier> => {
    const fresh = startFreshVerifier({
      ...access,
      follower,
      environment,
      terms: leaseTerms(settings),
      sharesLimits: true,
      cacheLimits: { maxGrants: settings.cacheEntries },
      missLimits: { burst: settings.missBurst, perSecond: settings.missRate },
      logger,
      observers: {
        cache: cacheObserver(metrics),
        following: {
          applied(_upTo, attempts) {
            reads.ok();
            lagOf(attempts);
          },
          stopped: () => reads.failing('the ledger cannot be followed'),
        },
      },
    });
    measureCache(metrics, fresh);
    measureLease(metrics, fresh.lease);
    watchLease(health, fresh.lease);
    await Promise.race([fresh.reading, aborted(lifecycle.stopping)]);
    return fresh;
  };
  return lifecycle.start('verifier', begin, (fresh) => fresh.close());
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
