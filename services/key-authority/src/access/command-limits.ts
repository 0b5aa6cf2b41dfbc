import { type BucketLimit, TokenBuckets } from '@keyledger/domain';
import { type Clock, Fault, type Principal } from '@keyledger/ports';

/** How many commands each principal may send, by whatever way in (security.md, "Floods"). */
export class CommandLimits {
  readonly #buckets: TokenBuckets;
  readonly #clock: Clock;

  constructor(limit: BucketLimit, clock: Clock) {
    this.#buckets = new TokenBuckets(limit);
    this.#clock = clock;
  }

  /** Counts a command; 0 when it may be sent, otherwise the milliseconds until it may. */
  take({ kind, subject }: Principal): number {
    return this.#buckets.take(`${kind} ${subject}`, this.#clock.monotonic());
  }
}

export const tooManyRequests = (): Fault => new Fault('rate_limited', 'Too many requests; try again later.');
