export interface BucketLimit {
  /** How many at once. */
  readonly burst: number;
  /** How many more each second; may be 0. */
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

const MAX_BUCKETS = 50_000;

/** A token bucket for each name. Bounded: the least recently used are forgotten, as if they had never taken any. */
export class TokenBuckets {
  readonly #limit: BucketLimit;
  readonly #max: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(limit: BucketLimit, max = MAX_BUCKETS) {
    this.#limit = limit;
    this.#max = max;
  }

  /**
   * Takes one token.
   * @param now milliseconds by a monotonic clock
   * @returns 0 when there was one, otherwise the milliseconds until there is (infinite where none is added)
   */
  take(name: string, now: number): number {
    const bucket = this.#refilled(name, now);
    if (bucket.tokens < 1) return ((1 - bucket.tokens) / this.#limit.perSecond) * 1000;
    bucket.tokens -= 1;
    return 0;
  }

  /** Puts one back that should not have been counted. */
  giveBack(name: string): void {
    const bucket = this.#buckets.get(name);
    if (bucket !== undefined) bucket.tokens = Math.min(this.#limit.burst, bucket.tokens + 1);
  }

  #refilled(name: string, now: number): Bucket {
    const { burst, perSecond } = this.#limit;
    const bucket = this.#buckets.get(name) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    // A map keeps the order of insertion: what is put in anew is the most recently used.
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > this.#max && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket;
  }
}
