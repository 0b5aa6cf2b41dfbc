import type { RateLimit, RateVerdict } from '@keyledger/domain';
import type { Clock, RateLimiter } from '@keyledger/ports';

/** What is done while the shared buckets cannot be asked: each node's part of the limit, or no request that has one. */
export type LimiterOutagePolicy = 'local-share' | 'refuse';

export interface LimiterObserver {
  /** A request was decided by the policy. */
  outage(): void;
  /** An asking failed; the cause is for operators. */
  failed(error: unknown): void;
}

interface AskingLimiter {
  take(bucket: string, limit: RateLimit, cost: number): RateVerdict | Promise<RateVerdict>;
  giveBack(bucket: string, limit: RateLimit, cost: number): void;
}

export interface OutageLimiterOptions {
  readonly inner: AskingLimiter;
  /** Used by `local-share`. */
  readonly local: RateLimiter;
  readonly policy: LimiterOutagePolicy;
  readonly clock: Clock;
  readonly observer: LimiterObserver;
}

/** After a failure nobody waits for another one so long. */
const PAUSE_MS = 1_000;

/** Never rejects: what cannot be asked is decided by the policy. */
export class OutageLimiter implements RateLimiter {
  readonly #options: OutageLimiterOptions;
  #pausedUntil = -Infinity;

  constructor(options: OutageLimiterOptions) {
    this.#options = options;
  }

  take(bucket: string, limit: RateLimit, cost: number): RateVerdict | Promise<RateVerdict> {
    if (this.#isPaused()) return this.#byPolicy(bucket, limit, cost);
    const verdict = this.#options.inner.take(bucket, limit, cost);
    if (!(verdict instanceof Promise)) return verdict;
    return verdict.catch((error: unknown) => {
      this.failed(error);
      return this.#byPolicy(bucket, limit, cost);
    });
  }

  giveBack(bucket: string, limit: RateLimit, cost: number): void {
    if (!this.#isPaused()) this.#options.inner.giveBack(bucket, limit, cost);
    else if (this.#options.policy === 'local-share') this.#options.local.giveBack(bucket, limit, cost);
  }

  /** An asking failed that no request waited for. */
  failed(error: unknown): void {
    this.#pausedUntil = this.#options.clock.monotonic() + PAUSE_MS;
    this.#options.observer.failed(error);
  }

  #isPaused(): boolean {
    return this.#options.clock.monotonic() < this.#pausedUntil;
  }

  #byPolicy(bucket: string, limit: RateLimit, cost: number): RateVerdict | Promise<RateVerdict> {
    const { policy, local, observer } = this.#options;
    observer.outage();
    if (policy === 'local-share') return local.take(bucket, limit, cost);
    const overage = limit.overage && cost > 0;
    const allowed = overage || cost === 0;
    return { allowed, overage, remaining: 0, resetMs: PAUSE_MS, retryAfterMs: allowed ? 0 : PAUSE_MS };
  }
}
