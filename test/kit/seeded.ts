import { randomInt } from 'node:crypto';

/** Choices that can be had again from the same seed. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** In [0, 1); mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
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
