import { FULL_BUCKET, type GcraState, refillMs, taken, tokensIn, withinLimit } from '@keyledger/domain';
import { type Answer, type Ask, HOLD_MS, LAST_PART, type SharedBuckets, mostOwed } from '../../src/shared-buckets.ts';

interface Kept {
  readonly state: GcraState;
  readonly settledAt: number;
}

/** The shared buckets in memory, as the script keeps them in Redis. */
export class MemoryBuckets implements SharedBuckets {
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();
  asked = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  async ask(ask: Ask): Promise<Answer> {
    return this.answer(ask);
  }

  answer({ bucket, limit, cost, spent, ahead: wanted, nodes }: Ask): Answer {
    this.asked += 1;
    const now = this.#now();
    const kept = this.#kept.get(bucket) ?? { state: FULL_BUCKET, settledAt: 0 };
    let state = taken(withinLimit(kept.state, limit, now, mostOwed(limit)), limit, spent, now);
    const allowed = (tokensIn(state, limit, now) - cost) * refillMs(limit) >= -1e-3;
    if (allowed) state = taken(state, limit, cost, now);
    const above = tokensIn(state, limit, now) - limit.burst * LAST_PART;
    const ahead = Math.max(0, Math.min(wanted, Math.floor(above / (2 * nodes))));
    const settledAt = ahead > 0 ? now + 2 * HOLD_MS : kept.settledAt;
    state = taken(state, limit, ahead, now);
    this.#kept.set(bucket, { state, settledAt });
    return { allowed, ahead, tokens: tokensIn(state, limit, now), settleMs: Math.max(0, settledAt - now) };
  }
}
