import { randomInt } from 'node:crypto';

/** Numbers in [0, 1), the same from the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Choices that can be had again from the same seed. */
export class SeededRandom {
  /** In [0, 1). */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seededRandom(seed);
  }

  /** From 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** In [from, to). */
  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('there is nothing to pick from');
    return from[this.below(from.length)] as T;
  }
}

/** The same, with a seed that is printed, and taken from `KEYLEDGER_TEST_SEED` where that is set. */
export class Seeded extends SeededRandom {
  constructor(what: string, seed = Number(process.env['KEYLEDGER_TEST_SEED'] ?? randomInt(2 ** 31))) {
    console.log(`${what}: KEYLEDGER_TEST_SEED=${String(seed)}`);
    super(seed);
  }
}
