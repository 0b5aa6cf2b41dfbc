import { type LedgerEpochOpened, type LedgerOpened, MAX_HOLD_MS } from '@keyledger/domain';
import type { Database, Statement } from './database.ts';

/** What the ledger has said of itself. */
export interface LedgerMemory {
  /** Its id, and behind it those that it had, or was known by, before. */
  readonly ledgerIds: readonly [string, ...string[]];
  /** The longest lease that could ever be granted, in milliseconds. */
  readonly longestHoldMs: number;
}

/** However often the longest lease was changed, the ids are among few events. */
const NAMES = `
SELECT changes FROM events WHERE aggregate_id = 'ledger' AND type IN ('ledger.opened', 'ledger.epoch_opened')
ORDER BY position DESC`;

const LONGEST_HOLD = `SELECT max(json_extract(changes, '$.maxHoldMs')) AS ms FROM events WHERE aggregate_id = 'ledger'`;

/** As the events show it; of an epoch from before it said how long leases were, that is absent. */
type Naming = Partial<Omit<LedgerOpened, 'type'> & Omit<LedgerEpochOpened, 'type'>>;

/** Reads what the events say of the ledger. */
export class LedgerMemoryReader {
  readonly #names: Statement<{ readonly changes: string }>;
  readonly #longestHold: Statement<{ readonly ms: number | null }>;

  constructor(database: Database) {
    this.#names = database.prepare(NAMES);
    this.#longestHold = database.prepare(LONGEST_HOLD);
  }

  /** Null: it has said nothing yet. */
  read(): LedgerMemory | null {
    const events = this.#names.all({}).map(({ changes }) => JSON.parse(changes) as Naming);
    const [newest, ...older] = events.flatMap(({ ledgerId = '', replaces = [] }) => [ledgerId, ...replaces]);
    if (newest === undefined) return null;
    const holds = events.map(({ replaces, longestHoldMs = MAX_HOLD_MS.most }) => (replaces ? longestHoldMs : 0));
    return { ledgerIds: [newest, ...older], longestHoldMs: Math.max(this.#longestHold.get()?.ms ?? 0, ...holds) };
  }
}
