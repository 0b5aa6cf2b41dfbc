import type { Incarnation } from './ids.ts';
import type { LedgerPosition } from './position.ts';

/** For how long what was read may be used, counted from the moment of asking (revocation.md, "Freshness leases"). */
export interface LeaseTerms {
  readonly stalenessMs: number;
  /** How much longer while no authority answers. */
  readonly staleAllowanceMs: number;
}

/** How long a lease of these terms lasts, in milliseconds. */
export const holdOf = ({ stalenessMs, staleAllowanceMs }: LeaseTerms): number => stalenessMs + staleAllowanceMs;

export interface NamedHolder {
  readonly incarnation: Incarnation;
  readonly terms: LeaseTerms;
  /** It is one of those among which rate limits are shared out. */
  readonly sharesLimits?: true;
}

/** What a holder has said of itself. */
export interface AppliedReport {
  readonly incarnation: Incarnation;
  /** Everything up to here is applied. */
  readonly applied: LedgerPosition;
  /** It has stopped for good and uses no lease any more. */
  readonly gaveBack: boolean;
}

/** A record that changes nothing, and says who relies on its having been written (rule 3). */
export interface Noop {
  readonly holders: readonly NamedHolder[];
  /** Whether all who rely on it are named. */
  readonly complete: boolean;
  readonly reports: readonly AppliedReport[];
}
