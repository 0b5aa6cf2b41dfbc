import { type BucketLimit, TokenBuckets } from '@keyledger/domain';
import { reachesEverywhere } from './permissions.ts';
import { type Clock, Fault, type Principal } from '@keyledger/ports';

/** Who is counted together: an organization, since it can make tokens as it likes; else the principal. */
export const tenantOf = ({ kind, subject, organizationId, role }: Principal): string =>
  organizationId === null || reachesEverywhere(role) ? `${kind} ${subject}` : organizationId;

/** How many commands each tenant may send, by whatever way in (security.md, "Floods"). */
export class CommandLimits {
  readonly #buckets: TokenBuckets;
  readonly #clock: Clock;

  constructor(limit: BucketLimit, clock: Clock) {
    this.#buckets = new TokenBuckets(limit);
    this.#clock = clock;
  }

  /** Counts a command; 0 when it may be sent, otherwise the milliseconds until it may. */
  take(principal: Principal): number {
    return this.#buckets.take(tenantOf(principal), this.#clock.monotonic());
  }
}

export const tooManyRequests = (): Fault => new Fault('rate_limited', 'Too many requests; try again later.');
