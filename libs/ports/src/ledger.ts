import type { LedgerPosition } from '@keyledger/domain';

/** One record as it stands in the ledger: bytes, whose meaning is `keyledger.v1.LedgerRecord`. */
export interface LedgerRecord {
  readonly position: LedgerPosition;
  readonly value: Uint8Array;
}

/** What a follower has read since the last batch, in order. */
export interface LedgerBatch {
  /** Ascending positions; may be empty. Gaps are records that compaction removed. */
  readonly records: readonly LedgerRecord[];
  /** Every record at or below this has been delivered, in this batch or an earlier one. */
  readonly upTo: LedgerPosition;
}

/** Where a follower begins: at a position, or behind everything that is there now. */
export type FollowFrom = LedgerPosition | 'end';

/** A record that was read before, by what tells it from any other. */
export interface SeenRecord {
  readonly position: LedgerPosition;
  /** Whether this, which stands there now, is that record. */
  recognises(record: LedgerRecord): boolean;
}

/** Reads the ledger in order and for ever. */
export interface LedgerFollower {
  /**
   * Yields batches until `signal` aborts, without ever skipping or repeating a record. A lost connection is the
   * adapter's to mend: it goes on where it stopped. The first batch of a follower that began at `end` says, by
   * `upTo`, where that was, and comes without waiting for a record.
   * @param seen an attempt that was read before, below `from`: it must still be there
   * @throws Fault `ledger_corrupt` where the ledger no longer holds what was read, or begins behind `from`.
   */
  follow(from: FollowFrom, signal: AbortSignal, seen?: SeenRecord): AsyncIterable<LedgerBatch>;
}

/** All no-ops share their key, so that compaction keeps the newest one alone; no attempt has it, nor that of another. */
export const NOOP_KEY: Uint8Array = Buffer.from('noop');

/** What to append: the value, and a key that compaction keeps the newest record of. */
export interface LedgerEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

export interface LedgerBarrier {
  readonly position: LedgerPosition;
  /** A record was written there for this call. */
  readonly isNew: boolean;
}

/** The ordered, durable record of every attempt, in one total order. */
export interface Ledger extends LedgerFollower {
  /**
   * Resolves with the record's position when it is durable. What waits is written together.
   * @throws Fault `outcome_unknown` where the record may or may not be in the ledger, now or later;
   *   `ledger_unavailable` where it certainly is not; `payload_too_large` above {@link MAX_RECORD_BYTES}.
   */
  append(entry: LedgerEntry): Promise<LedgerPosition>;
  /**
   * Resolves with a position at or above everything that was acknowledged before the call, all of it durable. Where
   * others can write too, only a write proves that: `entry` is appended. Where nobody else can, nothing is written.
   * @throws Fault as {@link append}
   */
  barrier(entry: LedgerEntry): Promise<LedgerBarrier>;
  /**
   * The position of the last record at this moment, {@link BEFORE_FIRST} of an empty ledger. Read, not written: no
   * proof of currency.
   * @throws Fault `ledger_unavailable`
   */
  end(): Promise<LedgerPosition>;
  /** Lets what is under way finish, then lets go of files and connections. Appends after it: `ledger_unavailable`. */
  close(): Promise<void>;
}

export const MAX_RECORD_BYTES = 256 * 1024;
