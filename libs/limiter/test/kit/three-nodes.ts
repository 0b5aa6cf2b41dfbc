import { type RateLimit, type RateVerdict, chargeOf } from '@keyledger/domain';
import { VirtualTime } from '../../../freshness/test/kit/virtual-time.ts';
import type { SharedBuckets } from '../../src/shared-buckets.ts';
import { SharedLimiter } from '../../src/shared-limiter.ts';
import { MemoryBuckets } from './memory-buckets.ts';

/** A way to the shared buckets that takes its time there and back; what is sent later arrives later. */
class SlowWay implements SharedBuckets {
  readonly #time: VirtualTime;
  readonly #latencyMs: () => number;
  readonly #buckets: MemoryBuckets;
  readonly #lastArrival = [0, 0];

  constructor(time: VirtualTime, buckets: MemoryBuckets, latencyMs: () => number) {
    this.#time = time;
    this.#buckets = buckets;
    this.#latencyMs = latencyMs;
  }

  async ask(ask: Parameters<SharedBuckets['ask']>[0]): ReturnType<SharedBuckets['ask']> {
    await this.#travel(0);
    const answer = this.#buckets.answer(ask);
    await this.#travel(1);
    return answer;
  }

  #travel(way: 0 | 1): Promise<void> {
    const now = this.#time.monotonic();
    const arrival = Math.max(this.#lastArrival[way] ?? 0, now + this.#latencyMs());
    this.#lastArrival[way] = arrival;
    return new Promise((resolve) => void this.#time.after(arrival - now, resolve));
  }
}

/** Room for the one bucket; that of production takes milliseconds to lay out, for each node of each test. */
const MAX_BUCKETS = 10;

/** Nodes that share one limit, in virtual time, and what they let through. */
export class Nodes {
  readonly time = new VirtualTime();
  readonly buckets = new MemoryBuckets(() => this.time.monotonic());
  readonly admitted: { at: number; cost: number }[] = [];
  /** Verdicts that came at once, and that were waited for. */
  readonly counts = { atOnce: 0, waited: 0, refused: 0 };
  readonly #limiters: readonly SharedLimiter[];
  readonly #limit: RateLimit;

  constructor(limit: RateLimit, nodes: number, latencyMs: () => number) {
    this.#limit = limit;
    this.#limiters = Array.from({ length: nodes }, () => {
      const shared = new SlowWay(this.time, this.buckets, latencyMs);
      return new SharedLimiter({
        shared,
        nodes: () => nodes,
        clock: this.time,
        timers: this.time,
        failed: fail,
        max: MAX_BUCKETS,
      });
    });
  }

  request(node: number, cost = 1): void {
    const verdict = this.#limiters[node]?.take('key', this.#limit, cost);
    if (verdict instanceof Promise) {
      this.counts.waited += 1;
      void verdict.then((late) => this.#note(late, cost));
    } else if (verdict !== undefined) {
      this.counts.atOnce += 1;
      this.#note(verdict, cost);
    }
  }

  look(node: number): RateVerdict | Promise<RateVerdict> | undefined {
    return this.#limiters[node]?.take('key', this.#limit, 0);
  }

  get total(): number {
    return this.admitted.reduce((sum, { cost }) => sum + cost, 0);
  }

  /** The least that a bucket held from which every request was taken at the moment it was let through. */
  lowest(): number {
    const { burst, perHour } = this.#limit;
    let tokens = burst;
    let lowest = burst;
    let last = 0;
    for (const { at, cost } of this.admitted.toSorted((a, b) => a.at - b.at)) {
      tokens = Math.min(burst, tokens + ((at - last) * perHour) / 3_600_000) - cost;
      lowest = Math.min(lowest, tokens);
      last = at;
    }
    return lowest;
  }

  #note(verdict: RateVerdict, cost: number): void {
    if (verdict.allowed) this.admitted.push({ at: this.time.monotonic(), cost: chargeOf(this.#limit, cost) });
    else this.counts.refused += 1;
  }
}

const fail = (error: unknown): never => {
  throw error;
};
