import type { Clock } from '@keyledger/ports';

export interface BucketLimit {
  /** How many at once. */
  readonly burst: number;
  /** How many more each second. */
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

const MAX_BUCKETS = 50_000;

/** A token bucket for each name; the least recently used are forgotten, as if they had never taken any. */
export class TokenBuckets {
  readonly #clock: Clock;
  readonly #limit: BucketLimit;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock, limit: BucketLimit) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Takes one; 0 when there was one, otherwise the seconds until there is. */
  take(name: string): number {
    const bucket = this.#refilled(name);
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / this.#limit.perSecond);
    bucket.tokens -= 1;
    return 0;
  }

  #refilled(name: string): Bucket {
    const { burst, perSecond } = this.#limit;
    const now = this.#clock.monotonic();
    const bucket = this.#buckets.get(name) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    // A map keeps the order of insertion: what is put in anew is the most recently used.
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_BUCKETS && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket;
  }
}
