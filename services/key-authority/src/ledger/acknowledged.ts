import { BEFORE_FIRST, type LedgerPosition, type Noop } from '@keyledger/domain';
import { Fault, type Ledger, type LedgerEntry, NOOP_KEY } from '@keyledger/ports';
import { encodeNoop } from '@keyledger/wire';

export const NOBODY: Noop = { holders: [], complete: true, reports: [] };

export interface AcknowledgedOptions {
  readonly ledger: Ledger;
  /** How far this replica has read. */
  readonly applied: () => LedgerPosition;
  /** The ledger is not the one that was read: this replica must not go on. */
  readonly fail: (fault: Fault) => void;
}

/**
 * How far this replica knows that the ledger keeps what it holds: an acknowledged record proves that every one below it
 * stays. Reading is no such proof, as a reader can see what was never acknowledged (the protocol's rule 12).
 */
export class Acknowledged {
  readonly #options: AcknowledgedOptions;
  #upTo: LedgerPosition = BEFORE_FIRST;
  #proving: Promise<unknown> | null = null;
  #asking: Promise<LedgerPosition> | null = null;

  constructor(options: AcknowledgedOptions) {
    this.#options = options;
  }

  /** As the ledger's. @throws Fault `ledger_corrupt` where the ledger has lost what this replica has read */
  async append(entry: LedgerEntry): Promise<LedgerPosition> {
    const { ledger, applied } = this.#options;
    const before = applied();
    return this.#note(await ledger.append(entry), before + 1);
  }

  /** As the ledger's, by a no-op that says this. @throws Fault of `append` */
  async barrier(noop: Noop): Promise<LedgerPosition> {
    const { ledger, applied } = this.#options;
    const before = applied();
    const { position, isNew } = await ledger.barrier({ key: NOOP_KEY, value: encodeNoop(noop) });
    return this.#note(position, isNew ? before + 1 : before);
  }

  /**
   * Resolves when something at or above the position is acknowledged; where nothing is yet, a barrier will be. All who
   * wait share it; one that was asked for too early for some is followed by another.
   * @throws Fault of `append`
   */
  async prove(position: LedgerPosition): Promise<void> {
    while (position > this.#upTo) {
      this.#proving ??= this.barrier(NOBODY).finally(() => {
        this.#proving = null;
      });
      await this.#proving;
    }
  }

  /**
   * A position at or above everything that was acknowledged before this call. Only a write says so: a leader that was
   * deposed still answers where its ledger ends. Who asks while one is under way waits for the next.
   * @throws Fault of `append`
   */
  async current(): Promise<LedgerPosition> {
    await this.#asking?.catch(() => undefined);
    this.#asking ??= this.barrier(NOBODY).finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** What is new stands behind everything that was read before it was written; otherwise the ledger was cut. */
  #note(position: LedgerPosition, least: number): LedgerPosition {
    if (position < least) {
      const internal = `a record was acknowledged at ${String(position)}, below what was read before`;
      const fault = new Fault('ledger_corrupt', 'The ledger has lost what was read from it.', { internal });
      this.#options.fail(fault);
      throw fault;
    }
    if (position > this.#upTo) this.#upTo = position;
    return position;
  }
}
