import { setImmediate as turn } from 'node:timers/promises';
import { positionAt } from '@keyledger/domain';
import type { FollowFrom, LedgerBatch, LedgerFollower } from '@keyledger/ports';

/** Records in memory, shared by all who follow; one batch holds at most `batchSize`. */
export class MemoryLedger implements LedgerFollower {
  readonly #values: Uint8Array[] = [];
  readonly #batchSize: number;
  #news = Promise.withResolvers<void>();
  /** Batches that followers have taken. */
  taken = 0;
  following = 0;

  constructor(batchSize = 10) {
    this.#batchSize = batchSize;
  }

  get end(): number {
    return this.#values.length - 1;
  }

  append(...values: (string | Uint8Array)[]): void {
    this.#values.push(...values.map((value) => (typeof value === 'string' ? new TextEncoder().encode(value) : value)));
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }

  async *follow(from: FollowFrom, signal: AbortSignal): AsyncGenerator<LedgerBatch> {
    this.following += 1;
    try {
      let next = from === 'end' ? this.#values.length : from;
      if (from === 'end') yield { records: [], upTo: positionAt(next - 1) };
      const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      while (!signal.aborted) {
        const values = this.#values.slice(next, next + this.#batchSize);
        if (values.length === 0) {
          await Promise.race([this.#news.promise, aborted]);
          continue;
        }
        const records = values.map((value, index) => ({ position: positionAt(next + index), value }));
        next += values.length;
        this.taken += 1;
        yield { records, upTo: positionAt(next - 1) };
        await turn();
      }
    } finally {
      this.following -= 1;
    }
  }
}
