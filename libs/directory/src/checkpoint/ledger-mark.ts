import type { Aggregate, KeyDigest, KeyId, LedgerPosition } from '@keyledger/domain';

/** An attempt, by where it stands and what it says. */
export interface AttemptMark {
  readonly position: LedgerPosition;
  /** Of the record's value, as 64 lower-case hex digits. */
  readonly sha256: string;
}

/** What was read of the ledger when a checkpoint was written: enough to tell later whether it is still the same one. */
export interface LedgerMark {
  /** The ledger's id, and behind it those that it had before. */
  readonly ledgerIds: readonly [string, ...string[]];
  /** Everything up to here was read. */
  readonly position: LedgerPosition;
  /** The last attempt at or below it. Compaction removes no-ops alone, so this one stays. */
  readonly attempt: AttemptMark;
}

/** A secret that its key does not remember any more: so many rotations ended it long ago. */
export interface ForgottenSecret {
  readonly keyId: KeyId;
  readonly digest: KeyDigest;
  readonly digestKeyId: string;
}

/** Everything that a directory consists of: the rest is made from it. */
export interface DirectorySnapshot {
  /** Every record at or below this is in. */
  readonly position: LedgerPosition;
  /** In the order of their creation. */
  readonly aggregates: readonly Aggregate[];
  /** In the order of their being forgotten. */
  readonly forgotten: readonly ForgottenSecret[];
}
