import type { Ledger } from '@keyledger/ports';

/** One fresh, empty ledger, and the means to come back to it. */
export interface LedgerHarness {
  /** A handle on the ledger, which is empty. Called once. */
  open(): Promise<Ledger>;
  /** Another handle on the same data: of a second process, or of the next one where there can be only one at a time. */
  reopen(): Promise<Ledger>;
  /** Closes every handle that is still open and removes the data. */
  close(): Promise<void>;
}

export interface Guarantee {
  readonly title: string;
  readonly holds: (harness: LedgerHarness) => Promise<void>;
}
