import type { LeaseTerms } from '@keyledger/domain';
import type { AuthorityAccess } from '@keyledger/grpc';
import type { Clock, LedgerFollower, Logger, Timers } from '@keyledger/ports';
import type { CacheObserver, FollowingObserver, GrantCacheLimits, MissLimits } from '@keyledger/verifier';

export interface FreshVerifierOptions extends AuthorityAccess {
  /** The environment whose keys are accepted, such as `live`. */
  readonly environment: string;
  /**
   * What is asked for, in milliseconds; the ledger's own limit bounds it. `stalenessMs` is how long a revocation can
   * take to arrive at worst, `staleAllowanceMs` how much longer what is cached may be used while no authority answers.
   */
  readonly terms: LeaseTerms;
  /** What the ledger is read by; the authorities' feed where it is not given. It is not closed here. */
  readonly follower?: LedgerFollower;
  /** This process is one of those among which rate limits are shared out. */
  readonly sharesLimits?: true;
  readonly cacheLimits?: Partial<GrantCacheLimits>;
  readonly missLimits?: Partial<MissLimits>;
  readonly logger: Logger;
  readonly observers?: FreshVerifierObservers;
  readonly clock?: Clock;
  readonly timers?: Timers;
}

/** Told of what happens, for whoever counts or shows it. */
export interface FreshVerifierObservers {
  readonly cache?: CacheObserver;
  readonly following?: FollowingObserver;
}
