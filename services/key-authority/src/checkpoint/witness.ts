import { createHash } from 'node:crypto';
import type { Catalogue } from '@keyledger/catalogue';
import type { LedgerMark } from '@keyledger/directory';
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
  /** Whether this is that attempt. */
  recognises(record: LedgerRecord): boolean;
}

export const sha256Of = (value: Uint8Array): string => createHash('sha256').update(value).digest('hex');

export function checkpointWitness({ ledgerIds, position, attempt }: LedgerMark): Witness {
  const recognises = ({ value }: LedgerRecord): boolean => sha256Of(value) === attempt.sha256;
  return { source: 'checkpoint', ledgerIds, position, attemptAt: attempt.position, recognises };
}

/** Far more epochs than a ledger can live through. */
const LEDGER_EVENTS = 1_000;

/**
 * The catalogue outlives a killed process with the very last change, where a checkpoint is minutes old. Null where it is
 * empty.
 */
export function catalogueWitness(catalogue: Catalogue): Witness | null {
  const position = catalogue.position();
  if (position === BEFORE_FIRST) return null;
  const [last] = catalogue.events({ after: positionAt(position - 1), limit: 1 });
  const [newest, ...older] = catalogue.history('ledger', { limit: LEDGER_EVENTS }).items.flatMap(idsIn);
  if (last?.position !== position || newest === undefined) return null;
  const recognises = ({ value }: LedgerRecord): boolean => {
    const record = decodeRecord(value);
    if (record.kind !== 'attempt') return false;
    const { aggregateId, occurredAt, actor } = record.attempt;
    return aggregateId === last.aggregateId && occurredAt === last.occurredAt && actor.subject === last.actor.subject;
  };
  return { source: 'catalogue', ledgerIds: [newest, ...older], position, attemptAt: position, recognises };
}

/** The new id that an event of the ledger gave it, and those that it replaced. */
function idsIn({ changes }: { readonly changes: Readonly<Record<string, unknown>> }): string[] {
  const { ledgerId, replaces } = changes;
  return [ledgerId, ...(Array.isArray(replaces) ? (replaces as unknown[]) : [])].filter((id) => typeof id === 'string');
}
