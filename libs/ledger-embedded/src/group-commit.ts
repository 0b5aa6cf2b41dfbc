import { type LedgerPosition, positionAt } from '@keyledger/domain';
import { type Fault, isFault } from '@keyledger/ports';
import { outcomeUnknown, unavailable } from './faults.ts';
import { frameBytes, MAX_GROUP_BYTES } from './frame.ts';
import type { SyncedLog } from './synced-log.ts';

interface Waiting {
  readonly value: Uint8Array;
  readonly resolve: (position: LedgerPosition) => void;
  readonly reject: (fault: Fault) => void;
}

/** Writes together what waits together: while one group is synced, the next one gathers. */
export class GroupCommit {
  readonly #log: SyncedLog;
  readonly #committed: () => void;
  readonly #onFailed: (fault: Fault) => void;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #failed: Fault | null = null;

  /**
   * @param committed called after each group that was synced
   * @param onFailed called once, when nothing can be written any more
   */
  constructor(log: SyncedLog, committed: () => void, onFailed: (fault: Fault) => void = () => undefined) {
    this.#log = log;
    this.#committed = committed;
    this.#onFailed = onFailed;
  }

  /** Why nothing can be written any more; null: it can. */
  get failed(): Fault | null {
    return this.#failed;
  }

  append(value: Uint8Array): Promise<LedgerPosition> {
    if (this.#failed !== null) return Promise.reject(this.#failed);
    return new Promise((resolve, reject) => {
      // Copied: it may have to wait, and the caller's buffer is the caller's.
      this.#waiting.push({ value: Uint8Array.from(value), resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing is under way or waits. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // A turn later, so that everything appended in this one is in the first group.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#commit(this.#takeGroup());
    this.#running = null;
  }

  #takeGroup(): readonly Waiting[] {
    let bytes = 0;
    const end = this.#waiting.findIndex(({ value }) => (bytes += frameBytes(value)) > MAX_GROUP_BYTES);
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const first = this.#log.next.position;
    try {
      await this.#log.write(group.map(({ value }) => value));
    } catch (error) {
      this.#fail(group, error);
      return;
    }
    for (const [index, { resolve }] of group.entries()) resolve(positionAt(first + index));
    this.#committed();
  }

  /** After a failed write or sync nobody knows what the disk holds, and a second sync would lie: no more is written. */
  #fail(group: readonly Waiting[], error: unknown): void {
    const internal = 'The ledger file could not be written. Mend the disk and start again.';
    this.#failed = isFault(error) ? error : unavailable(internal, error);
    for (const { reject } of group) reject(outcomeUnknown(internal, error));
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failed);
    this.#onFailed(this.#failed);
  }
}
