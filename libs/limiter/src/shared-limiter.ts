import { type RateLimit, type RateVerdict, chargeOf } from '@keyledger/domain';
import { LRUCache } from 'lru-cache';
import { NodeBucket, type NodeBucketOptions } from './node-bucket.ts';

export interface SharedLimiterOptions extends NodeBucketOptions {
  readonly max?: number;
}

const MAX_BUCKETS = 100_000;

/**
 * Buckets that all nodes share, exactly (docs/rate-limits.md). Unlike the port it rejects where the shared buckets cannot
 * be asked. Bounded: of the bucket that was used longest ago this node forgets what it knew, and asks again.
 */
export class SharedLimiter {
  readonly #options: SharedLimiterOptions;
  readonly #buckets: LRUCache<string, NodeBucket>;

  constructor(options: SharedLimiterOptions) {
    this.#options = options;
    this.#buckets = new LRUCache({ max: options.max ?? MAX_BUCKETS });
  }

  take(name: string, limit: RateLimit, cost: number): RateVerdict | Promise<RateVerdict> {
    let bucket = this.#buckets.get(name);
    if (bucket === undefined) this.#buckets.set(name, (bucket = new NodeBucket(name, this.#options)));
    return bucket.take(limit, chargeOf(limit, cost));
  }

  giveBack(name: string, limit: RateLimit, cost: number): void {
    const { shared, nodes, failed } = this.#options;
    const ask = { bucket: name, limit, cost: 0, spent: -chargeOf(limit, cost), ahead: 0, nodes: nodes() };
    shared.ask(ask).catch(failed);
  }
}
