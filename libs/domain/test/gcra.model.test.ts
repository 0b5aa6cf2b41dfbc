import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FULL_BUCKET, type GcraState, takeTokens } from '../src/index.ts';

/** A bucket that is refilled tick by tick, in exact fractions of a request: one part for each millisecond and request an hour. */
class SlowBucket {
  readonly #perHour: bigint;
  readonly #full: bigint;
  parts: bigint;

  constructor(perHour: number, burst: number) {
    this.#perHour = BigInt(perHour);
    this.#full = BigInt(burst) * HOUR;
    this.parts = this.#full;
  }

  tick(): void {
    const more = this.parts + this.#perHour;
    this.parts = more > this.#full ? this.#full : more;
  }

  /** For how many more milliseconds it has to be refilled for that; 0 or less: it can be taken. */
  missingMs(cost: number): number {
    return Number(this.#charge(cost) - this.parts) / Number(this.#perHour);
  }

  /** Whole requests that it holds, after so many more milliseconds. */
  held(afterMs: number): number {
    const parts = Number(this.parts) + afterMs * Number(this.#perHour);
    return Math.max(0, Math.floor(parts / Number(HOUR)));
  }

  take(cost: number): void {
    this.parts -= this.#charge(cost);
  }

  #charge(cost: number): bigint {
    const wanted = BigInt(cost) * HOUR;
    return wanted > this.#full ? this.#full : wanted;
  }
}

const HOUR = 3_600_000n;
/** Far from the epoch, sums of times are rounded: so little may be missing. */
const ROUNDING_MS = 2e-3;

const limits = fc.record({
  perHour: fc.oneof(fc.integer({ min: 1, max: 200_000 }), fc.constantFrom(1_000, 10_000, 36_000, 100_000)),
  burst: fc.integer({ min: 1, max: 50 }),
});
const steps = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 400 }), cost: fc.integer({ min: 1, max: 8 }) }), {
  maxLength: 80,
});

test('a rate limit lets through exactly what a bucket of water does, and tells what is in it', () => {
  fc.assert(
    fc.property(limits, fc.integer({ min: 0, max: 2 ** 40 }), steps, ({ perHour, burst }, start, asked) => {
      const bucket = new SlowBucket(perHour, burst);
      let state: GcraState = FULL_BUCKET;
      let now = start;
      for (const { wait, cost } of asked) {
        for (let i = 0; i < wait; i++) bucket.tick();
        now += wait;
        const verdict = takeTokens(state, { perHour, burst, overage: false }, cost, now);
        state = verdict.state;
        const missingMs = bucket.missingMs(cost);
        if (missingMs <= 0 || missingMs > ROUNDING_MS) expect(verdict.allowed).toBe(missingMs <= 0);
        if (verdict.allowed) bucket.take(cost);
        expect([bucket.held(0), bucket.held(ROUNDING_MS)]).toContain(verdict.remaining);
      }
    }),
  );
});

test('who comes again after the time that was told is let through, and not much earlier', () => {
  fc.assert(
    fc.property(limits, steps, ({ perHour, burst }, asked) => {
      const limit = { perHour, burst, overage: false };
      let state: GcraState = FULL_BUCKET;
      let now = 0;
      for (const { wait, cost } of asked) {
        now += wait;
        const verdict = takeTokens(state, limit, cost, now);
        state = verdict.state;
        if (verdict.allowed) continue;
        expect(takeTokens(state, limit, cost, now + verdict.retryAfterMs).allowed).toBe(true);
        expect(takeTokens(state, limit, cost, now + verdict.retryAfterMs - 0.01).allowed).toBe(false);
      }
    }),
  );
});
