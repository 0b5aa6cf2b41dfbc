import type { LedgerMark } from '@keyledger/directory';
import { positionAt } from '@keyledger/domain';

/** A mark whose last attempt stands at the position itself. */
export function markAt(position: number): LedgerMark {
  const attempt = { position: positionAt(position), sha256: 'ab'.repeat(32) };
  return { ledgerIds: ['second', 'first'], position: positionAt(position), attempt };
}
