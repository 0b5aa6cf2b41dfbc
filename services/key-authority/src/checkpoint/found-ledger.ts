import { type Aggregate, type FoldView, type LedgerState, foldAttempt, positionAt } from '@keyledger/domain';
import type { Ledger } from '@keyledger/ports';
import { decodeRecord } from '@keyledger/wire';

const LEDGER = 'ledger';

/** What the ledger says of itself, by reading all of it and folding no more than that; null: it has no identity yet. */
export async function readLedgerState(ledger: Ledger, signal: AbortSignal): Promise<LedgerState | null> {
  const end = await ledger.end();
  let found: Aggregate | undefined;
  const view: FoldView = {
    aggregate: () => found,
    createdBy: (commandId) => (found?.creation.commandId === commandId ? found : undefined),
    isSlugTaken: () => false,
    isDigestTaken: () => false,
  };
  const stateNow = (): LedgerState | null => (found?.state.type === LEDGER ? found.state : null);
  if (end < 0) return null;
  for await (const { records, upTo } of ledger.follow(positionAt(0), signal)) {
    for (const { position, value } of records) {
      const record = decodeRecord(value);
      if (record.kind === 'noop' || record.attempt.aggregateId !== LEDGER) continue;
      const verdict = foldAttempt(view, position, record.attempt);
      if (verdict.kind === 'accepted') found = verdict.aggregate;
    }
    if (upTo >= end) return stateNow();
  }
  throw signal.reason;
}
