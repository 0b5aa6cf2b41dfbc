import type { LedgerEpochOpened, LedgerEvent } from '../events.ts';

/** What the ledger says of itself. */
export interface LedgerState {
  readonly type: 'ledger';
  readonly ledgerId: string;
  /**
   * The ids that it had, or was known by, before: an operator has accepted that those epochs are over. In the order in
   * which that became known: an epoch adds what it replaces, as the event has it, and then the id that the ledger had.
   */
  readonly previousIds: readonly string[];
  /** The longest lease that may be granted, in milliseconds: a record, so that all replicas wait for the same (rule 2). */
  readonly maxHoldMs: number;
  /**
   * The longest that could ever be granted, also in what the ledger has lost: who has not read the ledger for long enough
   * to know waits for that.
   */
  readonly longestHoldMs: number;
}

/** How long the longest lease may be, in milliseconds: 100 ms to 12 hours. */
export const MAX_HOLD_MS = { least: 100, most: 12 * 60 * 60 * 1000 } as const;

/** Of a ledger that was opened before there were leases. */
export const DEFAULT_MAX_HOLD_MS = 5_000;

export function openLedgerState(event: Extract<LedgerEvent, { type: 'ledger.opened' }>): LedgerState {
  const { ledgerId, maxHoldMs } = event;
  return { type: 'ledger', ledgerId, previousIds: [], maxHoldMs, longestHoldMs: maxHoldMs };
}

type LedgerChange = Extract<LedgerEvent, { type: 'ledger.max_hold_changed' | 'ledger.epoch_opened' }>;

export function evolveLedger(state: LedgerState, event: LedgerChange): LedgerState {
  switch (event.type) {
    case 'ledger.max_hold_changed':
      return {
        ...state,
        maxHoldMs: event.maxHoldMs,
        longestHoldMs: Math.max(state.longestHoldMs, event.maxHoldMs),
      };
    case 'ledger.epoch_opened':
      return {
        ...state,
        ledgerId: event.ledgerId,
        previousIds: endedIds(state, event),
        longestHoldMs: Math.max(state.longestHoldMs, event.longestHoldMs),
      };
    default:
      return event satisfies never;
  }
}

function endedIds({ previousIds, ledgerId }: LedgerState, event: LedgerEpochOpened): readonly string[] {
  const ended = new Set([...previousIds, ...event.replaces, ledgerId]);
  ended.delete(event.ledgerId);
  return [...ended];
}
