import { type BucketLimit, TokenBuckets } from '@keyledger/domain';
import type { Clock, Principal } from '@keyledger/ports';
import { tenantOf, tooManyRequests } from './command-limits.ts';

const LISTS: BucketLimit = { burst: 500, perSecond: 100 };
/** A search looks at everything that an organization has. */
const SEARCHES: BucketLimit = { burst: 20, perSecond: 2 };

/** How much of the catalogue each tenant may read: it is read where verifications are answered. */
export class QueryLimits {
  readonly #lists = new TokenBuckets(LISTS);
  readonly #searches = new TokenBuckets(SEARCHES);
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws Fault `rate_limited` */
  take(principal: Principal, isSearch: boolean): void {
    const buckets = isSearch ? this.#searches : this.#lists;
    if (buckets.take(tenantOf(principal), this.#clock.monotonic()) > 0) throw tooManyRequests();
  }
}
