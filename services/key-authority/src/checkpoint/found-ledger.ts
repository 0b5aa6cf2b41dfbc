import {
  type Aggregate,
  BEFORE_FIRST,
  type FoldView,
  type LedgerPosition,
  type LedgerState,
  foldAttempt,
  positionAt,
} from '@keyledger/domain';
import type { Ledger } from '@keyledger/ports';
import { decodeRecord } from '@keyledger/wire';

const LEDGER = 'ledger';

/** What the ledger says of itself, and how often it has said something. */
export type FoundLedger = Aggregate<LedgerState>;

/**
 * Reads all of the ledger, and folds no more than what it says of itself; null: it has no identity yet.
 * @param atLeast what stands here is read as well, also where the end seems to be before it
 */
export async function readFoundLedger(
  ledger: Ledger,
  signal: AbortSignal,
  atLeast = BEFORE_FIRST,
): Promise<FoundLedger | null> {
  const end = Math.max(await ledger.end(), atLeast);
  if (end < 0) return null;
  const reader = new OwnEvents();
  for await (const { records, upTo } of ledger.follow(positionAt(0), signal)) {
    for (const { position, value } of records) reader.read(position, value);
    if (upTo >= end) return reader.found;
  }
  throw signal.reason;
}

/** The fold of the ledger's own events. */
class OwnEvents {
  found: FoundLedger | null = null;
  readonly #view: FoldView = {
    aggregate: () => this.found ?? undefined,
    createdBy: (commandId) => (this.found?.creation.commandId === commandId ? this.found : undefined),
    isSlugTaken: () => false,
    isDigestTaken: () => false,
    isMember: () => false,
    ownerCount: () => 0,
  };

  read(position: LedgerPosition, value: Uint8Array): void {
    const record = decodeRecord(value);
    if (record.kind === 'noop' || record.attempt.aggregateId !== LEDGER) return;
    const verdict = foldAttempt(this.#view, position, record.attempt);
    if (verdict.kind !== 'accepted') return;
    const { aggregate } = verdict;
    if (aggregate.state.type === LEDGER) this.found = { ...aggregate, state: aggregate.state };
  }
}
