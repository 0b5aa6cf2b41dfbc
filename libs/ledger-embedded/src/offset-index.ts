import type { LedgerPosition } from '@keyledger/domain';
import { type Cursor, FIRST_RECORD } from './cursor.ts';

/** How much of the file may have to be read to find a record: one index entry a stride, so 1 GB is 16,000 of them. */
const STRIDE_BYTES = 64 * 1024;

/** Where some records lie, so that a follower need not read the file from its beginning. */
export class OffsetIndex {
  readonly #entries: Cursor[] = [FIRST_RECORD];

  /** Told of every record, in order; keeps one a stride. */
  note(cursor: Cursor): void {
    const last = this.#entries.at(-1) ?? FIRST_RECORD;
    if (cursor.offset - last.offset >= STRIDE_BYTES) this.#entries.push(cursor);
  }

  /** The last known place at or before that position. */
  before(position: LedgerPosition): Cursor {
    let [low, high] = [0, this.#entries.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle] ?? FIRST_RECORD).position <= position) low = middle;
      else high = middle;
    }
    return this.#entries[low] ?? FIRST_RECORD;
  }
}
