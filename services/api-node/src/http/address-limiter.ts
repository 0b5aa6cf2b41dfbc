import { parseAddress } from '@keyledger/domain';
import type { Clock } from '@keyledger/ports';
import type { AddressLimit } from './options.ts';

const MAX_SOURCES = 10_000;

interface Bucket {
  tokens: number;
  at: number;
}

/** Who is counted together: an IPv4 address, or the /64 of an IPv6 one, which is what one customer holds. */
function sourceOf(clientAddress: string | null): string {
  const address = clientAddress === null ? null : parseAddress(clientAddress);
  if (address === null) return '';
  return address.family === 4 ? `4:${String(address.value)}` : `6:${String(address.value >> 64n)}`;
}

/** A token bucket for each source; bounded, the source that was seen first is forgotten first. */
export class AddressLimiter {
  readonly #limit: AddressLimit;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(limit: AddressLimit, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** Takes a token; false: there is none. */
  take(clientAddress: string | null): boolean {
    const { burst, perSecond } = this.#limit;
    const source = sourceOf(clientAddress);
    const now = this.#clock.monotonic();
    const before = this.#buckets.get(source) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + ((now - before.at) / 1000) * perSecond);
    this.#buckets.set(source, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
    if (this.#buckets.size > MAX_SOURCES) this.#forgetFirst();
    return tokens >= 1;
  }

  #forgetFirst(): void {
    const [first] = this.#buckets.keys();
    if (first !== undefined) this.#buckets.delete(first);
  }
}
