import type { Brand, LeaseTerms, LedgerPosition } from '@keyledger/domain';

/** The secret behind an incarnation, as 64 lower-case hex digits. Never logged or stored. */
export type HolderProof = Brand<string, 'HolderProof'>;

/** What a holder asks before it may rely on what it has read (the protocol's rules 1 to 5). */
export interface BarrierRequest {
  /** Unique among the holder's unanswered questions; the answer brings it back. */
  readonly nonce: number;
  readonly proof: HolderProof;
  readonly terms: LeaseTerms;
  /** The holder has no lease: it is not made to wait for others. */
  readonly isUrgent: boolean;
  /** The holder is one of those among which rate limits are shared out. */
  readonly sharesLimits?: true;
}

export interface BarrierAnswer {
  readonly nonce: number;
  readonly ledgerId: string;
  /** Everything that was acknowledged before the asking stands at or below this. */
  readonly position: LedgerPosition;
  /** What was granted: never more than was asked for. */
  readonly terms: LeaseTerms;
  /** How many share out rate limits now, as far as the authority knows; absent: it does not say. */
  readonly limitSharers?: number;
}

export interface BarrierSource {
  /** @throws Fault `ledger_unavailable`, `not_caught_up`, `permission_denied`, `rate_limited` */
  barrier(request: BarrierRequest, signal: AbortSignal): Promise<BarrierAnswer>;
}

/** What a holder tells the authorities, so that they need not wait for it. Loss, delay and repeats are harmless. */
export interface AppliedReporter {
  applied(proof: HolderProof, ledgerId: string, applied: LedgerPosition): void;
  /** The holder has stopped for good. Resolves when that was told, or cannot be. */
  giveBack(proof: HolderProof, ledgerId: string, applied: LedgerPosition): Promise<void>;
}

/** How a lease stands: within its staleness bound, within the allowance beyond it, or not held. */
export type LeaseKind = 'fresh' | 'stale' | 'none';

export interface LeaseState {
  readonly kind: LeaseKind;
  /** Since the asking that the newest lease counts from, by the clock that says more; null: there was none. */
  readonly ageMs: number | null;
  /** Until it has run out; 0: it has. */
  readonly remainingMs: number;
  /** As granted; null: never. */
  readonly terms: LeaseTerms | null;
}

/** Of whoever never held one. */
export const NO_LEASE: LeaseState = { kind: 'none', ageMs: null, remainingMs: 0, terms: null };
