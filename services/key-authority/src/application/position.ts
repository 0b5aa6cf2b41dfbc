import { type LedgerPosition, parsePosition } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';

/** A position of this ledger from its text. @throws Fault `validation_failed` naming `field` */
export function positionOf(field: string, text: string, ledgerId: string): LedgerPosition {
  const parsed = parsePosition(text);
  if (parsed?.ledgerId === ledgerId) return parsed.position;
  const message = 'a position of this ledger, as an answer says it';
  throw new Fault('validation_failed', 'The position is not one of this ledger.', { errors: [{ field, message }] });
}
