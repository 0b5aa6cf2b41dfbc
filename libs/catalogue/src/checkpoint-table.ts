import { BEFORE_FIRST, type LedgerPosition } from '@keyledger/domain';
import type { Database, Statement } from './database.ts';

export interface Checkpoint {
  /** Whose events these are; null: not known yet. */
  readonly ledgerId: string | null;
  /** Every accepted change at or below this is in the catalogue. */
  readonly position: LedgerPosition;
}

const EMPTY: Checkpoint = { ledgerId: null, position: BEFORE_FIRST };

/** How far the catalogue is, and in which ledger: written with what it speaks of, in one transaction. */
export class CheckpointTable {
  readonly #read: Statement<Checkpoint>;
  readonly #write: Statement;

  constructor(database: Database) {
    this.#read = database.prepare('SELECT ledger_id AS ledgerId, position FROM checkpoint');
    this.#write = database.prepare('INSERT OR REPLACE INTO checkpoint VALUES (1, :ledgerId, :position)');
  }

  read(): Checkpoint {
    return this.#read.get() ?? EMPTY;
  }

  write({ ledgerId, position }: Checkpoint): void {
    this.#write.run({ ledgerId, position });
  }
}
