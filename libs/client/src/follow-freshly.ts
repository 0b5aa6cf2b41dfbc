import { LeaseHolder, newProof } from '@keyledger/freshness';
import { GrpcBarriers, GrpcReporter, createFeedFollower } from '@keyledger/grpc';
import { type BarrierSource, systemClock, systemTimers } from '@keyledger/ports';
import { CacheFollower, type FollowingObserver, type GrantCache } from '@keyledger/verifier';
import type { FreshVerifierOptions } from './options.ts';

/** What keeps a cache true, and says whether it may be used. */
export interface FreshFollowing {
  readonly holder: LeaseHolder;
  /** The ledger that the newest barrier was of; null: none was answered yet. */
  ledgerId(): string | null;
  /** How many share out rate limits, by the newest barrier; null: not known. */
  limitSharers(): number | null;
  /** Resolves when the ledger is read. */
  readonly reading: Promise<void>;
  /** Gives the lease back and stops reading. */
  stop(): Promise<void>;
}

/** Follows the ledger into the cache, and holds a lease on what is read. */
export function followFreshly(options: FreshVerifierOptions, cache: GrantCache): FreshFollowing {
  const { terms, logger, observers, clock = systemClock, timers = systemTimers } = options;
  const barriers = new GrpcBarriers(options);
  const reporter = new GrpcReporter(options);
  let ledgerId: string | null = null;
  let limitSharers: number | null = null;
  const source: BarrierSource = {
    async barrier(request, signal) {
      const sharing = options.sharesLimits === true ? { sharesLimits: true as const } : {};
      const answer = await barriers.barrier({ ...request, ...sharing }, signal);
      ({ ledgerId, limitSharers = null } = answer);
      return answer;
    },
  };
  const holder = new LeaseHolder({
    source,
    reporter,
    terms,
    clock,
    timers,
    newProof,
    logger,
    observer: { ledgerReplaced: () => follower.beginAnew() },
  });
  const { observer, reading } = untilReading(observers?.following);
  const follower: CacheFollower = new CacheFollower({
    cache,
    follower: options.follower ?? createFeedFollower(options),
    lease: holder,
    observer,
    logger,
    timers,
  });
  const stopping = new AbortController();
  const running = follower.run(stopping.signal);
  const stop = async (): Promise<void> => {
    // First, because a life that the follower ends is not given back; from here on there is no lease.
    const givenBack = holder.close();
    stopping.abort();
    await Promise.all([givenBack, running]);
    barriers.close();
    reporter.close();
  };
  return { holder, ledgerId: () => ledgerId, limitSharers: () => limitSharers, reading, stop };
}

function untilReading(inner: FollowingObserver | undefined): {
  readonly observer: FollowingObserver;
  readonly reading: Promise<void>;
} {
  const { promise: reading, resolve } = Promise.withResolvers<void>();
  const observer: FollowingObserver = {
    applied(upTo, attempts) {
      inner?.applied(upTo, attempts);
      resolve();
    },
    stopped: (error) => inner?.stopped(error),
  };
  return { observer, reading };
}
