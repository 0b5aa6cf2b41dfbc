import type { LedgerPosition } from '@keyledger/domain';
import { StreamVerifier } from '@keyledger/grpc';
import { type LeaseState, type Verifier, systemClock, systemTimers } from '@keyledger/ports';
import {
  CachingVerifier,
  DEFAULT_CACHE_LIMITS,
  DEFAULT_MISS_LIMITS,
  GrantCache,
  MissLimitedVerifier,
} from '@keyledger/verifier';
import { followFreshly } from './follow-freshly.ts';
import type { FreshVerifierOptions } from './options.ts';

/** Answers from memory what an authority would answer now, and never later than the lease allows. */
export interface FreshVerifier {
  readonly verifier: Verifier;
  /** Resolves when the ledger is read: before, every request goes to an authority. */
  readonly reading: Promise<void>;
  /** Everything up to here is applied to the cache. */
  readonly applied: LedgerPosition;
  readonly cache: Pick<GrantCache, 'size' | 'unknownSize'>;
  /** How many processes share out rate limits, as an authority said last; null: none has. */
  limitSharers(): number | null;
  /** How the lease stands at this moment. */
  lease(): LeaseState;
  /** Calls under way fail; the lease is given back, so that no revocation waits for it. */
  close(): Promise<void>;
}

/**
 * Starts the verifier of an API node or an internal service. From the inside: one stream to an authority; asking until
 * the answer is as new as what was read here; the limit on misses; the cache, which answers while a lease is held.
 */
export function startFreshVerifier(options: FreshVerifierOptions): FreshVerifier {
  const { environment, observers, clock = systemClock, timers = systemTimers } = options;
  const cache = new GrantCache({ ...DEFAULT_CACHE_LIMITS, ...options.cacheLimits });
  const { holder, ledgerId, limitSharers, reading, stop } = followFreshly(options, cache);
  // Positions of another ledger cannot be compared with what was read here.
  const remote = new StreamVerifier({ ...options, ledgerId });
  const missLimits = { ...DEFAULT_MISS_LIMITS, ...options.missLimits };
  const verifier = new CachingVerifier({
    inner: remote,
    aroundMiss: (asking) => new MissLimitedVerifier(asking, clock, missLimits),
    cache,
    lease: holder,
    environment,
    clock,
    timers,
    ...(observers?.cache === undefined ? {} : { observer: observers.cache }),
  });
  return {
    verifier,
    reading,
    cache,
    limitSharers,
    get applied() {
      return cache.applied;
    },
    lease: () => holder.state(),
    async close() {
      remote.close();
      await stop();
    },
  };
}
