import { type LedgerPosition, positionAt } from '@keyledger/domain';
import type { LedgerBatch, LedgerEntry, LedgerRecord } from '@keyledger/ports';
import type { Place } from './engine/network.ts';
import type { Scheduler } from './engine/scheduler.ts';

interface Stored extends LedgerRecord {
  readonly key: string;
}

interface Waiting {
  readonly next: number;
  readonly reader: string;
  readonly answer: () => void;
}

/**
 * The one log that all processes share, and who believes to lead it. It keeps what it has acknowledged; of records with
 * the same key, compaction may remove all but the newest.
 */
export class Broker implements Place {
  readonly name = 'broker';
  readonly #scheduler: Scheduler;
  readonly #stored: (Stored | null)[] = [];
  #waiting: Waiting[] = [];
  /** Who still talks to a leader that was deposed, and where its log ends. */
  readonly #deposed = new Map<string, LedgerPosition>();

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  deliver(ms: number, run: () => void): void {
    this.#scheduler.after(ms, run);
  }

  get end(): LedgerPosition {
    return positionAt(this.#stored.length - 1);
  }

  append({ key, value }: LedgerEntry): LedgerPosition {
    const position = positionAt(this.#stored.length);
    this.#stored.push({ position, value, key: Buffer.from(key).toString('hex') });
    this.#answerWaiting();
    return position;
  }

  /** The log's end as this process is told. */
  endFor(reader: string): LedgerPosition {
    return this.#deposed.get(reader) ?? this.end;
  }

  isDeposedFor(reader: string): boolean {
    return this.#deposed.has(reader);
  }

  /** For now, these talk to a leader that does not know yet that there is another. */
  depose(readers: readonly string[]): void {
    for (const reader of readers) this.#deposed.set(reader, this.end);
  }

  findLeader(reader: string): void {
    this.#deposed.delete(reader);
    this.#answerWaiting();
  }

  /** Calls back once the reader can be answered with something at or behind `next`. */
  whenReaches(next: number, reader: string, answer: () => void): void {
    if (this.endFor(reader) >= next) answer();
    else this.#waiting.push({ next, reader, answer });
  }

  /** @param most how many positions at most */
  read(next: number, reader: string, most: number): LedgerBatch {
    const upTo = Math.min(this.endFor(reader), next + most - 1);
    const records = this.#stored.slice(next, upTo + 1).filter((record) => record !== null);
    return { records, upTo: positionAt(upTo) };
  }

  /** All records that are still there. */
  get records(): readonly LedgerRecord[] {
    return this.#stored.filter((record) => record !== null);
  }

  /** @returns how many records it removed */
  compact(): number {
    const newest = new Set<string>();
    let removed = 0;
    for (let position = this.#stored.length - 1; position >= 0; position--) {
      const record = this.#stored[position];
      if (record === null || record === undefined) continue;
      if (newest.has(record.key)) {
        this.#stored[position] = null;
        removed += 1;
      }
      newest.add(record.key);
    }
    return removed;
  }

  #answerWaiting(): void {
    const all = this.#waiting;
    this.#waiting = [];
    for (const waiting of all) this.whenReaches(waiting.next, waiting.reader, waiting.answer);
  }
}
