import { type Decision, UNCHANGED, append } from '../decision.ts';
import type { LedgerOwnEvent } from '../events.ts';
import type { LedgerState } from './ledger.ts';

/** What becomes of a command that sets the longest lease that may be granted, in milliseconds. */
export function decideMaxHold(ledger: LedgerState, maxHoldMs: number): Decision<LedgerOwnEvent> {
  return ledger.maxHoldMs === maxHoldMs ? UNCHANGED : append({ type: 'ledger.max_hold_changed', maxHoldMs });
}
