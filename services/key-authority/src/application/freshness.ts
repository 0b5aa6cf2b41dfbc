import type { LedgerPosition } from '@keyledger/domain';
import type { LeaseState } from '@keyledger/ports';

/** Waits for changes to take effect everywhere. */
export interface EverywhereWaits {
  /** @returns whether it was so within the deadline, and before the signal */
  until(position: LedgerPosition, deadlineMs: number, signal: AbortSignal): Promise<boolean>;
  /** The bound that is left, in milliseconds; 0: it is so now. */
  remainingMs(position: LedgerPosition): number;
}

export interface LeaseGate {
  /** Holds for what is read in the same turn (rule 6). */
  isHeld(): boolean;
  /** Resolves when it is held. @throws Fault `digest_key_unavailable` after `deadlineMs` */
  held(deadlineMs: number): Promise<void>;
}

/** What a replica knows of leases: its own, and who else may hold one. */
export interface Freshness {
  readonly everywhere: EverywhereWaits;
  /** Whether this replica may answer for what it has read. */
  readonly held: LeaseGate;
  /** This replica's own lease. */
  lease(): LeaseState;
  /** How many may hold a lease now, authorities included. */
  holders(): number;
}
