import type { LedgerEvent } from '../events.ts';

/** What the ledger says of itself. */
export interface LedgerState {
  readonly type: 'ledger';
  readonly ledgerId: string;
  /** The longest lease that may be granted, in milliseconds: a record, so that all replicas wait for the same (rule 2). */
  readonly maxHoldMs: number;
}

/** Of a ledger that was opened before there were leases. */
export const DEFAULT_MAX_HOLD_MS = 5_000;

export function openLedgerState(event: Extract<LedgerEvent, { type: 'ledger.opened' }>): LedgerState {
  return { type: 'ledger', ledgerId: event.ledgerId, maxHoldMs: event.maxHoldMs };
}

type LedgerChange = Extract<LedgerEvent, { type: 'ledger.max_hold_changed' | 'ledger.epoch_opened' }>;

export function evolveLedger(state: LedgerState, event: LedgerChange): LedgerState {
  switch (event.type) {
    case 'ledger.max_hold_changed':
      return { ...state, maxHoldMs: event.maxHoldMs };
    case 'ledger.epoch_opened':
      return { ...state, ledgerId: event.ledgerId };
    default:
      return event satisfies never;
  }
}
