import { type LedgerPosition, positionAt } from '@keyledger/domain';
import {
  Fault,
  type FollowFrom,
  type Ledger,
  type LedgerBarrier,
  type LedgerBatch,
  type LedgerEntry,
  MAX_RECORD_BYTES,
  type SeenRecord,
} from '@keyledger/ports';
import { behind, type Cursor } from './cursor.ts';
import { corruptFile, unavailable } from './faults.ts';
import type { ReleaseLock } from './file-port.ts';
import type { Frame } from './frame.ts';
import { GroupCommit } from './group-commit.ts';
import type { SyncedLog } from './synced-log.ts';
import { Wakeups } from './wakeups.ts';

/** A ledger that is one local file, of one process. */
export class EmbeddedLedger implements Ledger {
  readonly #log: SyncedLog;
  readonly #commits: GroupCommit;
  readonly #releaseLock: ReleaseLock;
  readonly #wakeups = new Wakeups();
  #closing: Promise<void> | null = null;

  constructor(log: SyncedLog, releaseLock: ReleaseLock, onFailed?: (fault: Fault) => void) {
    this.#log = log;
    this.#releaseLock = releaseLock;
    const committed = (): void => this.#wakeups.wake();
    this.#commits = new GroupCommit(log, committed, onFailed);
  }

  async append({ value }: LedgerEntry): Promise<LedgerPosition> {
    this.#assertOpen();
    if (value.length > MAX_RECORD_BYTES) {
      throw new Fault('payload_too_large', `A record may have at most ${String(MAX_RECORD_BYTES)} bytes.`);
    }
    return this.#commits.append(value);
  }

  /** Nobody else writes while this process has the lock, and readers are shown only what is synced. */
  async barrier(): Promise<LedgerBarrier> {
    return { position: await this.end(), isNew: false };
  }

  /** Fails also after a failed write: the file may then hold more than this process will ever show. */
  async end(): Promise<LedgerPosition> {
    this.#assertOpen();
    if (this.#commits.failed !== null) throw this.#commits.failed;
    return this.#log.end;
  }

  async *follow(from: FollowFrom, signal: AbortSignal, seen?: SeenRecord): AsyncGenerator<LedgerBatch> {
    try {
      yield* this.#batches(from, signal, seen);
    } catch (error) {
      // Who stops following and then closes the ledger did nothing wrong.
      if (!signal.aborted) throw error;
    }
  }

  async *#batches(from: FollowFrom, signal: AbortSignal, seen?: SeenRecord): AsyncGenerator<LedgerBatch> {
    if (signal.aborted) return;
    let cursor = await this.#start(from);
    if (seen !== undefined) await this.#find(seen);
    if (from === 'end') yield { records: [], upTo: positionAt(cursor.position - 1) };
    while (!signal.aborted) {
      this.#assertOpen();
      if (cursor.position > this.#log.end) {
        await this.#wakeups.next(signal);
        continue;
      }
      const frames = await this.#read(() => this.#log.read(cursor));
      if (signal.aborted) return;
      cursor = frames.reduce(behind, cursor);
      yield toBatch(frames, positionAt(cursor.position - 1));
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#commits.idle();
    this.#wakeups.wake();
    await this.#log.close();
    // Last: the next process may write as soon as it has the lock.
    this.#releaseLock();
  }

  async #start(from: FollowFrom): Promise<Cursor> {
    this.#assertOpen();
    const { next } = this.#log;
    if (from === 'end') return next;
    if (from > next.position) {
      throw corruptFile(
        `The ledger ends before record ${String(next.position)}, but ${String(from)} was to be read next.`,
      );
    }
    return this.#read(() => this.#log.seek(from));
  }

  /** Once: nobody replaces the file while this process has it open. */
  async #find(seen: SeenRecord): Promise<void> {
    const [record] = await this.#read(async () => this.#log.read(await this.#log.seek(seen.position)));
    if (record !== undefined && seen.recognises(record)) return;
    throw corruptFile(`The ledger holds another record at ${String(seen.position)} than was read before.`);
  }

  /** A read that fails because the ledger was closed meanwhile, or because the disk did. */
  async #read<Result>(read: () => Promise<Result>): Promise<Result> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof Fault) throw error;
      this.#assertOpen();
      throw unavailable('The ledger file could not be read.', error);
    }
  }

  #assertOpen(): void {
    if (this.#closing !== null) throw unavailable('The ledger was closed.');
  }
}

function toBatch(frames: readonly Frame[], upTo: LedgerPosition): LedgerBatch {
  return { records: frames.map(({ position, value }) => ({ position, value })), upTo };
}
