import { type Clock, systemClock } from '@keyledger/ports';

/** Milliseconds that an endpoint rests after its first failure, and at most. */
const FIRST_REST = 100;
const MAX_REST = 2000;

interface Endpoint {
  readonly address: string;
  failures: number;
  /** By the monotonic clock. */
  restsUntil: number;
}

/** Not a difference: that of two infinities is no number. */
const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/** The authorities, in order of preference; one that failed rests, longer each time, while the others are tried. */
export class Endpoints {
  readonly #endpoints: readonly Endpoint[];
  readonly #clock: Clock;

  /** @param addresses `host:port`, at least one. */
  constructor(addresses: readonly string[], clock: Clock = systemClock) {
    if (addresses.length === 0) throw new RangeError('no endpoint given');
    this.#endpoints = addresses.map((address) => ({ address, failures: 0, restsUntil: -Infinity }));
    this.#clock = clock;
  }

  /** The one that may be tried soonest, and in how many milliseconds. */
  next(): { readonly address: string; readonly waitMs: number } {
    const { address, restsUntil } = this.#endpoints.reduce((best, one) =>
      one.restsUntil < best.restsUntil ? one : best,
    );
    return { address, waitMs: Math.max(0, restsUntil - this.#clock.monotonic()) };
  }

  /** All of them, the one that may be tried soonest first: for what does not wait until one has rested. */
  inOrder(): readonly string[] {
    return this.#endpoints
      .toSorted((one, other) => compare(one.restsUntil, other.restsUntil))
      .map(({ address }) => address);
  }

  failed(address: string): void {
    const endpoint = this.#find(address);
    // Jitter: the clients of a restarted authority must not come back in step.
    const rest = Math.min(MAX_REST, FIRST_REST * 2 ** endpoint.failures) * (0.5 + Math.random() / 2);
    endpoint.failures += 1;
    endpoint.restsUntil = this.#clock.monotonic() + rest;
  }

  worked(address: string): void {
    const endpoint = this.#find(address);
    endpoint.failures = 0;
    endpoint.restsUntil = -Infinity;
  }

  #find(address: string): Endpoint {
    const found = this.#endpoints.find((endpoint) => endpoint.address === address);
    if (found === undefined) throw new RangeError(`unknown endpoint ${address}`);
    return found;
  }
}
