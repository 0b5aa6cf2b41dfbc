import { type RateLimit, type RateVerdict, refillMs, remainderOf } from '@keyledger/domain';
import type { Clock, Timers } from '@keyledger/ports';
import { Holdings } from './holdings.ts';
import { type Answer, type Ask, HOLD_MS, LAST_PART, LENT_PART, type SharedBuckets } from './shared-buckets.ts';

export interface NodeBucketOptions {
  readonly shared: SharedBuckets;
  /** How many nodes share each limit. */
  readonly nodes: () => number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** The shared buckets could not be asked, and no request was waiting for it. */
  readonly failed: (error: unknown) => void;
}

/** What the shared bucket held when it was last asked. */
interface View {
  readonly tokens: number;
  readonly at: number;
}

/** Nothing that costs so much can be let through before then, whoever asks, as long as the limit is the same. */
interface Closed {
  readonly limit: RateLimit;
  readonly cost: number;
  readonly until: number;
}

/** What one node knows of one shared bucket, and has taken of it. */
export class NodeBucket {
  readonly #name: string;
  readonly #options: NodeBucketOptions;
  readonly #held = new Holdings();
  #view: View | null = null;
  #closed: Closed | null = null;
  /** Spent before it was taken, and not yet told. */
  #lent = 0;
  /** The same, and being told now. */
  #telling = 0;
  /** What requests have cost since the last asking. */
  #demand = 0;
  #askedAt = -Infinity;
  #refilling = false;
  #returning = false;

  constructor(name: string, options: NodeBucketOptions) {
    this.#name = name;
    this.#options = options;
  }

  take(limit: RateLimit, charge: number): RateVerdict | Promise<RateVerdict> {
    const now = this.#now();
    if (charge === 0) return this.#view === null ? this.#look(limit) : this.#allowed(limit, now);
    const closedMs = this.#closedMs(limit, charge, now);
    if (closedMs > 0) return this.#refused(limit, closedMs, now);
    this.#demand += charge;
    this.#putBackExpired(limit, now);
    if (this.#held.spend(charge)) {
      if (this.#held.sum < this.#demand) this.#refill(limit);
      return this.#allowed(limit, now);
    }
    if (!this.#lends(limit, charge, now)) return this.#ask(limit, charge);
    this.#lent += charge;
    this.#refill(limit);
    return this.#allowed(limit, now);
  }

  /** For how long nobody has to be asked to know the answer; 0 or less: it is not known. */
  #closedMs({ perHour, burst }: RateLimit, charge: number, now: number): number {
    const closed = this.#closed;
    if (closed === null || charge < closed.cost) return 0;
    return closed.limit.perHour === perHour && closed.limit.burst === burst ? closed.until - now : 0;
  }

  /**
   * Whether a request can be let through and be told afterwards: above the last fifth, and only so much at once that all
   * other nodes together exceed the limit by a request, or a hundredth of a full bucket.
   */
  #lends(limit: RateLimit, charge: number, now: number): boolean {
    const tokens = this.#tokens(limit, now);
    if (tokens === null || tokens - charge < limit.burst * LAST_PART) return false;
    const others = Math.max(1, this.#options.nodes() - 1);
    return this.#lent + this.#telling + charge <= Math.floor(Math.max(1, limit.burst * LENT_PART) / others);
  }

  /** For requests to come, and to tell what was lent; nobody waits for it. */
  #refill(limit: RateLimit): void {
    const isLow = (this.#tokens(limit, this.#now()) ?? 0) < limit.burst * LAST_PART;
    if (this.#refilling || (isLow && this.#lent === 0)) return;
    this.#refilling = true;
    this.#send(limit, 0)
      .catch((error: unknown) => {
        // What is not known cannot be lent of: the next request asks, and learns the same.
        this.#view = null;
        this.#options.failed(error);
      })
      .finally(() => (this.#refilling = false));
  }

  /** Only what is to be told of a bucket that this node knows nothing of. */
  async #look(limit: RateLimit): Promise<RateVerdict> {
    await this.#send(limit, 0);
    return this.#allowed(limit, this.#now());
  }

  async #ask(limit: RateLimit, charge: number): Promise<RateVerdict> {
    // Too little for this request: it counts again, told in the same breath.
    this.#putBack(limit, this.#held.expire(Infinity));
    let askedAt = this.#now();
    let answer = await this.#send(limit, charge);
    if (!answer.allowed && answer.settleMs > 0 && !limit.overage) {
      // Others hold something; what they do not need is back by then.
      await new Promise<void>((resolve) => void this.#options.timers.after(answer.settleMs, resolve));
      askedAt = this.#now();
      answer = await this.#send(limit, charge);
    }
    const now = this.#now();
    if (answer.allowed) return this.#allowed(limit, now);
    const waitMs = (charge - answer.tokens) * refillMs(limit);
    if (answer.settleMs === 0) this.#closed = { limit, cost: charge, until: askedAt + waitMs };
    return this.#refused(limit, waitMs, now);
  }

  async #send(limit: RateLimit, cost: number): Promise<Answer> {
    const askedAt = this.#now();
    // Only who is asked again soon has use for more than the request at hand.
    const ahead = askedAt - this.#askedAt < HOLD_MS ? Math.max(0, 2 * this.#demand - this.#held.sum) : 0;
    const spent = this.#lent;
    this.#askedAt = askedAt;
    this.#demand = 0;
    this.#lent = 0;
    this.#telling += spent;
    const ask = { bucket: this.#name, limit, cost, spent, ahead, nodes: this.#options.nodes() };
    const answer = await this.#told(ask);
    this.#view = { tokens: answer.tokens, at: this.#now() };
    this.#held.add(answer.ahead, askedAt + HOLD_MS);
    this.#putBackInTime(limit);
    return answer;
  }

  async #told(ask: Ask): Promise<Answer> {
    try {
      return await this.#options.shared.ask(ask);
    } catch (error) {
      this.#lent += ask.spent;
      throw error;
    } finally {
      this.#telling -= ask.spent;
    }
  }

  #putBackInTime(limit: RateLimit): void {
    const { next } = this.#held;
    if (next === undefined || this.#returning) return;
    this.#returning = true;
    this.#options.timers.after(Math.max(0, next - this.#now()), () => {
      this.#returning = false;
      this.#putBackExpired(limit, this.#now());
      this.#putBackInTime(limit);
    });
  }

  #putBackExpired(limit: RateLimit, now: number): void {
    this.#putBack(limit, this.#held.expire(now));
  }

  #putBack(limit: RateLimit, amount: number): void {
    if (amount === 0) return;
    const { shared, nodes, failed } = this.#options;
    shared
      .ask({ bucket: this.#name, limit, cost: 0, spent: -amount, ahead: 0, nodes: nodes() })
      .catch((error: unknown) => failed(error));
  }

  /** What the shared bucket holds as far as this node knows; null: it does not. */
  #tokens(limit: RateLimit, now: number): number | null {
    if (this.#view === null) return null;
    const { tokens, at } = this.#view;
    return Math.min(limit.burst, tokens + (now - at) / refillMs(limit)) - this.#lent - this.#telling;
  }

  #allowed(limit: RateLimit, now: number): RateVerdict {
    return { allowed: true, overage: false, ...this.#remainder(limit, now), retryAfterMs: 0 };
  }

  #refused(limit: RateLimit, waitMs: number, now: number): RateVerdict {
    const { overage } = limit;
    return { allowed: overage, overage, ...this.#remainder(limit, now), retryAfterMs: overage ? 0 : waitMs };
  }

  #remainder(limit: RateLimit, now: number): Pick<RateVerdict, 'remaining' | 'resetMs'> {
    const tokens = (this.#tokens(limit, now) ?? 0) + this.#held.sum;
    return remainderOf(now + (limit.burst - tokens) * refillMs(limit), limit, now);
  }

  #now(): number {
    return this.#options.clock.monotonic();
  }
}
