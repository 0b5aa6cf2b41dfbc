import { createHash } from 'node:crypto';
import type { Catalogue } from '@keyledger/catalogue';
import type { DirectorySnapshot, LoadedCheckpoint } from '@keyledger/directory';
import { BEFORE_FIRST, type LedgerPosition, positionAt } from '@keyledger/domain';
import type { LedgerRecord } from '@keyledger/ports';
import { decodeRecord } from '@keyledger/wire';

/** What this replica remembers of the ledger that it has read before. */
export interface Witness {
  /** What remembers it, for operators. */
  readonly source: 'checkpoint' | 'catalogue';
  /** The ledger's id, and behind it those that it had before. */
  readonly ledgerIds: readonly [string, ...string[]];
  /** Everything up to here was read. */
  readonly position: LedgerPosition;
  /** Where the last attempt stands that is remembered; between it and `position` there were no-ops alone. */
  readonly attemptAt: LedgerPosition;
  /** The longest lease that the ledger could ever grant up to `position`, in milliseconds; null: not known. */
  readonly longestHoldMs: number | null;
  /** Whether this is that attempt. */
  recognises(record: LedgerRecord): boolean;
}

export const sha256Of = (value: Uint8Array): string => createHash('sha256').update(value).digest('hex');

/** Null where there is none, or nothing of it can be read. */
export function checkpointWitness(checkpoint: LoadedCheckpoint): Witness | null {
  if (checkpoint.kind === 'none' || checkpoint.mark === null) return null;
  const { ledgerIds, position, attempt } = checkpoint.mark;
  const recognises = ({ value }: LedgerRecord): boolean => sha256Of(value) === attempt.sha256;
  const longestHoldMs = checkpoint.kind === 'usable' ? longestHoldIn(checkpoint.snapshot) : null;
  return { source: 'checkpoint', ledgerIds, position, attemptAt: attempt.position, longestHoldMs, recognises };
}

function longestHoldIn({ aggregates }: DirectorySnapshot): number | null {
  const ledger = aggregates.find(({ id }) => id === 'ledger')?.state;
  return ledger?.type === 'ledger' ? ledger.longestHoldMs : null;
}

/**
 * The catalogue outlives a killed process with the very last change, where a checkpoint is minutes old. Null where it is
 * empty.
 * @throws Fault `internal` where it cannot be read
 */
export function catalogueWitness(catalogue: Catalogue): Witness | null {
  const position = catalogue.position();
  if (position === BEFORE_FIRST) return null;
  const [last] = catalogue.events({ after: positionAt(position - 1), limit: 1 });
  const memory = catalogue.ledger();
  if (last?.position !== position || memory === null) return null;
  const recognises = ({ value }: LedgerRecord): boolean => {
    const record = decodeRecord(value);
    if (record.kind !== 'attempt') return false;
    const { aggregateId, occurredAt, actor } = record.attempt;
    return aggregateId === last.aggregateId && occurredAt === last.occurredAt && actor.subject === last.actor.subject;
  };
  return { source: 'catalogue', ...memory, position, attemptAt: position, recognises };
}
