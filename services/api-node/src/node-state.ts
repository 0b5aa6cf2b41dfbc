import type { FreshVerifier, LeaseState, LeaseTerms } from '@keyledger/client';

/** What `/debug/state` shows. */
export function stateJson(
  { applied, cache, lease }: Pick<FreshVerifier, 'applied' | 'cache' | 'lease'>,
  asked: LeaseTerms,
): object {
  return {
    position: applied,
    lease: leaseJson(lease(), asked),
    state_hash: null,
    cache: { keys: cache.size, unknown: cache.unknownSize },
  };
}

/** With the terms that were granted or, before any was, those that are asked for. */
function leaseJson({ kind, ageMs, remainingMs, terms }: LeaseState, asked: LeaseTerms): object {
  const { stalenessMs, staleAllowanceMs } = terms ?? asked;
  return {
    state: kind,
    age_ms: ageMs === null ? null : Math.round(ageMs),
    remaining_ms: Math.round(remainingMs),
    max_staleness_ms: stalenessMs,
    stale_allowance_ms: staleAllowanceMs,
    policy: staleAllowanceMs > 0 ? 'serve-stale' : 'fail-closed',
  };
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Null: a lease is held, however old. */
export function whyNoLease({ kind, ageMs }: LeaseState): string | null {
  if (kind !== 'none') return null;
  if (ageMs === null) return 'no lease: no authority has answered yet';
  return `no lease: no authority has answered for ${seconds(ageMs)}, or the ledger is not read up to its answer`;
}

/** Null: what is answered from the cache is within the bound, or nothing is. */
export function whyStale({ kind, ageMs }: LeaseState): string | null {
  if (kind !== 'stale' || ageMs === null) return null;
  return `no authority has answered for ${seconds(ageMs)}: cached keys are served stale`;
}
