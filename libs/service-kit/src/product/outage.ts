import { parseDuration } from '../config/quantities.ts';
import { refuse } from '../config/setting.ts';
import type { Refusal } from '../config/setting.ts';

/** What a node does with cached keys when its lease has run out and the ledger does not answer. */
export type OutagePolicy =
  | { readonly kind: 'fail-closed' }
  | { readonly kind: 'serve-stale'; /** Milliseconds after the lease's end. */ readonly forMs: number };

/** Together with the longest staleness bound, 12 hours: the longest lease that a ledger can allow. */
const MAX_STALE_MS = 11 * 60 * 60 * 1000;

export const OUTAGE_FORM = '`fail-closed` or `serve-stale:DURATION`';

export function outagePolicy(text: string): OutagePolicy | Refusal {
  if (text === 'fail-closed') return { kind: 'fail-closed' };
  const forMs = parseDuration(/^serve-stale:(.*)$/.exec(text)?.[1] ?? '');
  if (forMs === null || forMs === 0) return refuse(`must be ${OUTAGE_FORM}`);
  return forMs > MAX_STALE_MS ? refuse('serve-stale must be at most 11h') : { kind: 'serve-stale', forMs };
}

/** How much longer than its lease a process may use what it has read, in milliseconds. */
export const staleAllowance = (policy: OutagePolicy): number => (policy.kind === 'serve-stale' ? policy.forMs : 0);
