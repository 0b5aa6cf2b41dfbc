import type { LedgerPosition } from '@keyledger/domain';

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

/** A lease as its holder sees it. */
export interface LeaseView {
  /** `stale`: its bound is over, and it lasts by what is allowed for an outage; `none`: it has ended. */
  readonly kind: 'fresh' | 'stale' | 'none';
  /** Since it was asked for, in milliseconds; null: none was ever held. */
  readonly ageMs: number | null;
  readonly remainingMs: number;
}

export const NO_LEASE: LeaseView = { kind: 'none', ageMs: null, remainingMs: 0 };

/** What a replica knows of leases: its own, and who else may hold one. */
export interface Freshness {
  readonly everywhere: EverywhereWaits;
  /** Whether this replica may answer for what it has read. */
  readonly held: LeaseGate;
  /** This replica's own lease. */
  lease(): LeaseView;
  /** How many may hold a lease now, authorities included. */
  holders(): number;
}
