import { type BucketLimit, TokenBuckets, addressBlock } from '@keyledger/domain';
import {
  type Clock,
  Fault,
  type Verification,
  type Verifier,
  type VerifyOptions,
  type VerifyRequest,
} from '@keyledger/ports';

/** For the unknown keys of one client address (IPv6: /64). */
export interface MissLimits extends BucketLimit {
  /** How many questions may wait for an authority at once, from everybody. */
  readonly concurrent: number;
}

export const DEFAULT_MISS_LIMITS: MissLimits = { burst: 200, perSecond: 20, concurrent: 2_000 };

/** One for all: in a flood, the stack of each would cost more than the refusal. */
const TOO_MANY = new Fault('rate_limited', 'Too many unknown API keys from this address.');

/**
 * Bounds what forged keys cost the authority: their checksum is public, so they pass the format check (security.md,
 * "Floods"). A question takes a token of its client's bucket and gives it back when the key turns out to be known.
 * Stacked behind the cache, so keys already cached are never affected.
 */
export class MissLimitedVerifier implements Verifier {
  readonly #inner: Verifier;
  readonly #concurrent: number;
  readonly #clock: Clock;
  readonly #buckets: TokenBuckets;
  #running = 0;

  constructor(inner: Verifier, clock: Clock, limits: MissLimits = DEFAULT_MISS_LIMITS) {
    this.#inner = inner;
    this.#clock = clock;
    this.#concurrent = limits.concurrent;
    this.#buckets = new TokenBuckets(limits);
  }

  async verify(request: VerifyRequest, options?: VerifyOptions): Promise<Verification> {
    const block = addressBlock(request.clientAddress);
    if (this.#running >= this.#concurrent || this.#buckets.take(block, this.#clock.monotonic()) > 0) {
      throw TOO_MANY;
    }
    this.#running += 1;
    try {
      const answer = await this.#inner.verify(request, options);
      if (answer.grant !== null) this.#buckets.giveBack(block);
      return answer;
    } finally {
      this.#running -= 1;
    }
  }
}
