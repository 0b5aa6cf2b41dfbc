import {
  FULL_BUCKET,
  type GcraState,
  type RateLimit,
  type RateVerdict,
  chargeOf,
  fairShare,
  takeTokens,
  taken,
} from '@keyledger/domain';
import type { Clock, RateLimiter } from '@keyledger/ports';
import { LRUCache } from 'lru-cache';

/** One number each, and its name. */
const MAX_BUCKETS = 100_000;

/**
 * Buckets of this process alone, each with its part of the limit for as many nodes as are there now. Bounded: the bucket
 * that was used longest ago is forgotten, as if nothing had been taken of it; with `max` others used since, it is full
 * again anyway unless they all came within the time that it fills in.
 */
export class LocalLimiter implements RateLimiter {
  readonly #clock: Clock;
  readonly #nodes: () => number;
  readonly #buckets: LRUCache<string, GcraState>;

  /** @param nodes how many share each limit */
  constructor(clock: Clock, nodes: () => number, max = MAX_BUCKETS) {
    this.#clock = clock;
    this.#nodes = nodes;
    this.#buckets = new LRUCache({ max });
  }

  take(bucket: string, whole: RateLimit, cost: number): RateVerdict {
    const limit = fairShare(whole, this.#nodes());
    const { state, ...verdict } = takeTokens(this.#state(bucket), limit, cost, this.#clock.monotonic());
    this.#buckets.set(bucket, state);
    return verdict;
  }

  giveBack(bucket: string, whole: RateLimit, cost: number): void {
    const limit = fairShare(whole, this.#nodes());
    const charge = chargeOf(limit, cost);
    this.#buckets.set(bucket, taken(this.#state(bucket), limit, -charge, this.#clock.monotonic()));
  }

  #state(bucket: string): GcraState {
    return this.#buckets.get(bucket) ?? FULL_BUCKET;
  }
}
