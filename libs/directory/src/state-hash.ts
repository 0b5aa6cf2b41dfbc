import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Aggregate } from '@keyledger/domain';

const MODULUS = 2n ** 256n;
const HEX_DIGITS = 64;
/** About 2 ms of work: how long a reader keeps everything else waiting at once. */
const SLICE = 500;

/**
 * The sum, modulo 2^256, of the SHA-256 of every aggregate: equal aggregates give an equal sum, whatever the order they
 * came in. Hashing at each change would slow a replay by more than half, so a change is only noted; whoever reads
 * hashes what has changed since the last reading, and lets others run in between.
 */
export class StateHash {
  readonly #aggregates: ReadonlyMap<string, Aggregate>;
  readonly #changed = new Set<string>();
  /** What each aggregate has added to the sum; empty until somebody reads. */
  readonly #summands = new Map<string, bigint>();
  #sum = 0n;
  /** The work that is under way: whoever reads meanwhile waits for the same. */
  #draining: Promise<void> | undefined;

  constructor(aggregates: ReadonlyMap<string, Aggregate>) {
    this.#aggregates = aggregates;
  }

  changed(id: string): void {
    this.#changed.add(id);
  }

  /** As hexadecimal digits, together with what `at` says at the moment for which the hash holds. */
  async read<T>(at: () => T): Promise<{ readonly at: T; readonly hash: string }> {
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
    await this.#draining;
    this.#add(this.#changed.size);
    return { at: at(), hash: this.#sum.toString(16).padStart(HEX_DIGITS, '0') };
  }

  /** Hashes until about a slice is left; each time a slice more than has come, so that it ends however fast they come. */
  async #drain(): Promise<void> {
    for (let left = this.#changed.size; left > SLICE; await nextTurn()) {
      this.#add(SLICE + this.#changed.size - left);
      left = this.#changed.size;
    }
  }

  #add(count: number): void {
    let left = count;
    for (const id of this.#changed) {
      if (left-- === 0) return;
      this.#changed.delete(id);
      const summand = BigInt(`0x${hash('sha256', JSON.stringify(this.#aggregates.get(id)))}`);
      this.#sum = (this.#sum + MODULUS - (this.#summands.get(id) ?? 0n) + summand) % MODULUS;
      this.#summands.set(id, summand);
    }
  }
}
