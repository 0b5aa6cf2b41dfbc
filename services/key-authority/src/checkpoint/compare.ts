import type { LedgerPosition } from '@keyledger/domain';
import { type Ledger, type LedgerRecord, NOOP_KEY, isFault } from '@keyledger/ports';
import { decodeRecord, encodeNoop } from '@keyledger/wire';
import { NOBODY } from '../ledger/acknowledged.ts';
import type { Witness } from './witness.ts';

/**
 * How the ledger differs from the one that the witness saw, in words for operators; null: it is that one, and whoever
 * knows what the witness knows can go on behind its position.
 * @throws Fault `ledger_unavailable`, `outcome_unknown`
 */
export async function differenceFrom(witness: Witness, ledger: Ledger, signal: AbortSignal): Promise<string | null> {
  const end = await provenEnd(ledger, witness.position);
  if (end < witness.position) return end < 0 ? 'it is empty' : `it ends at ${String(end)}`;
  try {
    return await differenceWithin(witness, ledger, signal);
  } catch (error) {
    // What stood there is gone, or is no record any more.
    if (isFault(error, 'ledger_corrupt')) return error.internal ?? error.message;
    throw error;
  }
}

/**
 * A leader that was deposed may name an old end. Only what was written behind the position, or before it, tells: then
 * that is where the ledger ended.
 */
async function provenEnd(ledger: Ledger, position: LedgerPosition): Promise<LedgerPosition> {
  const end = await ledger.end();
  if (end >= position) return end;
  const written = await ledger.barrier({ key: NOOP_KEY, value: encodeNoop(NOBODY) });
  return written.position > position ? written.position : end;
}

/** Begins at the attempt itself: it must be the same one, and no other may have come between it and the position. */
async function differenceWithin(witness: Witness, ledger: Ledger, signal: AbortSignal): Promise<string | null> {
  const { attemptAt, position } = witness;
  let isFirst = true;
  for await (const { records, upTo } of ledger.follow(attemptAt, signal)) {
    for (const record of records) {
      if (record.position > position) break;
      if (isFirst && !isRemembered(witness, record)) return `another record stands at ${String(record.position)}`;
      if (!isFirst && isAttempt(record)) return `an attempt stands at ${String(record.position)}, where there was none`;
      isFirst = false;
    }
    if (upTo >= attemptAt && isFirst) return `the attempt at ${String(attemptAt)} is gone`;
    if (upTo >= position) return null;
  }
  throw signal.reason;
}

const isRemembered = (witness: Witness, record: LedgerRecord): boolean =>
  record.position === witness.attemptAt && witness.recognises(record);

const isAttempt = ({ value }: LedgerRecord): boolean => decodeRecord(value).kind === 'attempt';
