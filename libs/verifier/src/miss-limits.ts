import { parseAddress } from '@keyledger/domain';
import { type Clock, Fault, type Verification, type Verifier, type VerifyOptions, type VerifyRequest } from '@keyledger/ports';
import { LRUCache } from 'lru-cache';

export interface MissLimits {
  /** How many unknown keys one client address (IPv6: /64) may ask for at once. */
  readonly burst: number;
  /** How many more each second. */
  readonly perSecond: number;
  /** How many questions may wait for an authority at once, from everybody. */
  readonly concurrent: number;
}

export const DEFAULT_MISS_LIMITS: MissLimits = { burst: 200, perSecond: 20, concurrent: 2_000 };

const MAX_ADDRESSES = 50_000;

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Bounds what forged keys cost the authority: their checksum is public, so they pass the format check (security.md,
 * "Floods"). A question takes a token of its client's bucket and gives it back when the key turns out to be known.
 * Stacked behind the cache, so keys already cached are never affected.
 */
export class MissLimitedVerifier implements Verifier {
  readonly #inner: Verifier;
  readonly #limits: MissLimits;
  readonly #clock: Clock;
  readonly #buckets = new LRUCache<string, Bucket>({ max: MAX_ADDRESSES });
  #running = 0;

  constructor(inner: Verifier, clock: Clock, limits: MissLimits = DEFAULT_MISS_LIMITS) {
    this.#inner = inner;
    this.#clock = clock;
    this.#limits = limits;
  }

  async verify(request: VerifyRequest, options?: VerifyOptions): Promise<Verification> {
    const bucket = this.#bucketOf(request.clientAddress);
    if (this.#running >= this.#limits.concurrent || bucket.tokens < 1) {
      throw new Fault('rate_limited', 'Too many unknown API keys from this address.');
    }
    bucket.tokens -= 1;
    this.#running += 1;
    try {
      const answer = await this.#inner.verify(request, options);
      if (answer.grant !== null) bucket.tokens = Math.min(this.#limits.burst, bucket.tokens + 1);
      return answer;
    } finally {
      this.#running -= 1;
    }
  }

  #bucketOf(clientAddress: string | null): Bucket {
    const name = sourceOf(clientAddress);
    const now = this.#clock.monotonic();
    const known = this.#buckets.get(name);
    if (known === undefined) {
      const fresh = { tokens: this.#limits.burst, at: now };
      this.#buckets.set(name, fresh);
      return fresh;
    }
    const earned = ((now - known.at) / 1000) * this.#limits.perSecond;
    known.tokens = Math.min(this.#limits.burst, known.tokens + earned);
    known.at = now;
    return known;
  }
}

/** Who is counted together: an IPv4 address, or the /64 of an IPv6 one, which is what one customer holds. */
function sourceOf(clientAddress: string | null): string {
  const address = clientAddress === null ? null : parseAddress(clientAddress);
  if (address === null) return '';
  return address.family === 4 ? `4:${String(address.value)}` : `6:${String(address.value >> 64n)}`;
}
