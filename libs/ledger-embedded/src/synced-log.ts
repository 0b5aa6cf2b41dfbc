import { type LedgerPosition, positionAt } from '@keyledger/domain';
import { behind, type Cursor, readFrames } from './cursor.ts';
import { corrupt } from './faults.ts';
import type { ChecksumSeed } from './file-header.ts';
import type { LogFile } from './file-port.ts';
import { encodeGroup, type Frame, frameBytes } from './frame.ts';
import type { Recovered } from './recover.ts';

/** The file as far as it is synced. Nobody reads beyond that. */
export class SyncedLog {
  readonly #file: LogFile;
  readonly #path: string;
  readonly #seed: ChecksumSeed;
  readonly #index: Recovered['index'];
  #next: Cursor;

  constructor(file: LogFile, path: string, seed: ChecksumSeed, { index, next }: Recovered) {
    this.#file = file;
    this.#path = path;
    this.#seed = seed;
    this.#index = index;
    this.#next = next;
  }

  /** Where the next record goes. */
  get next(): Cursor {
    return this.#next;
  }

  /** The position of the last synced record. */
  get end(): LedgerPosition {
    return positionAt(this.#next.position - 1);
  }

  /** Writes and syncs a group behind the end; only then it is there. Never called while it is under way. */
  async write(values: readonly Uint8Array[]): Promise<void> {
    await this.#file.write(encodeGroup(values, this.#next.position, this.#seed), this.#next.offset);
    await this.#file.datasync();
    let { position, offset } = this.#next;
    for (const value of values) {
      this.#index.note({ position, offset });
      position = positionAt(position + 1);
      offset += frameBytes(value);
    }
    this.#next = { position, offset };
  }

  /** Some frames from the cursor, at least one; not to be asked for what lies beyond the end. */
  async read(cursor: Cursor): Promise<readonly Frame[]> {
    const frames = await readFrames(this.#file, cursor, this.#next.offset, this.#seed);
    if (frames.length === 0) throw corrupt(this.#path, cursor);
    return frames;
  }

  /** The place of a position at or below the end, or of the one behind it. */
  async seek(position: LedgerPosition): Promise<Cursor> {
    if (position === this.#next.position) return this.#next;
    let cursor = this.#index.before(position);
    while (cursor.position < position) {
      for (const frame of await this.read(cursor)) {
        cursor = behind(cursor, frame);
        if (cursor.position >= position) break;
      }
    }
    return cursor;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
