import type { RateLimit, RateVerdict } from '@keyledger/domain';

export interface RateLimiter {
  /**
   * Takes `cost` from the bucket of that name; 0 is always allowed, and only tells what is left. A promise only where others have to be asked; it never rejects: what is
   * done without them is a policy of the deployment.
   */
  take(bucket: string, limit: RateLimit, cost: number): RateVerdict | Promise<RateVerdict>;
  /** Puts back what was taken for a request that did not happen. */
  giveBack(bucket: string, limit: RateLimit, cost: number): void;
}
