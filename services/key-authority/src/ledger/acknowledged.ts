import { BEFORE_FIRST, type LedgerPosition } from '@keyledger/domain';
import type { Ledger, LedgerEntry } from '@keyledger/ports';
import { encodeNoop } from '@keyledger/wire';

/** All no-ops share their key, so that compaction keeps the newest one alone; no attempt has it. */
const NOOP: LedgerEntry = { key: Buffer.from('noop'), value: encodeNoop({ holders: [], complete: true, reports: [] }) };

/**
 * How far this replica knows that the ledger keeps what it holds: an acknowledged record proves that every one below it
 * stays. Reading is no such proof, as a reader can see what was never acknowledged (the protocol's rule 12).
 */
export class Acknowledged {
  readonly #ledger: Ledger;
  #upTo: LedgerPosition = BEFORE_FIRST;
  #proving: Promise<unknown> | null = null;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** As the ledger's. */
  async append(entry: LedgerEntry): Promise<LedgerPosition> {
    const position = await this.#ledger.append(entry);
    if (position > this.#upTo) this.#upTo = position;
    return position;
  }

  /**
   * Resolves when something at or above the position is acknowledged; where nothing is yet, a no-op will be. All who
   * wait share it; one that was sent too early for some is followed by another.
   * @throws Fault of `append`
   */
  async prove(position: LedgerPosition): Promise<void> {
    while (position > this.#upTo) {
      this.#proving ??= this.append(NOOP).finally(() => {
        this.#proving = null;
      });
      await this.#proving;
    }
  }
}
