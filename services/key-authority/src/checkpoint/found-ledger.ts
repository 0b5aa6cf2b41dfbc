import type { Directory } from '@keyledger/directory';
import { type Aggregate, BEFORE_FIRST, type LedgerPosition, type LedgerState, positionAt } from '@keyledger/domain';
import type { Ledger } from '@keyledger/ports';
import { decodeRecord } from '@keyledger/wire';

/** What the ledger says of itself, and how often it has said something. */
export type FoundLedger = Aggregate<LedgerState>;

/**
 * Reads all of the ledger, and folds it whole: who changed something about the ledger may have been revoked before. Null:
 * it has no identity yet.
 * @param directory an empty one, for this alone
 * @param atLeast what stands here is read as well, also where the end seems to be before it
 */
export async function readFoundLedger(
  ledger: Ledger,
  directory: Directory,
  signal: AbortSignal,
  atLeast = BEFORE_FIRST,
): Promise<FoundLedger | null> {
  const end = Math.max(await ledger.end(), atLeast);
  if (end < 0) return null;
  for await (const { records, upTo } of ledger.follow(positionAt(0), signal)) {
    for (const { position, value } of records) fold(directory, position, value);
    if (upTo >= end) return ledgerOf(directory);
  }
  throw signal.reason;
}

function fold(directory: Directory, position: LedgerPosition, value: Uint8Array): void {
  const record = decodeRecord(value);
  if (record.kind === 'attempt') directory.fold(position, record.attempt);
}

function ledgerOf(directory: Directory): FoundLedger | null {
  const found = directory.aggregate('ledger');
  return found?.state.type === 'ledger' ? { ...found, state: found.state } : null;
}
