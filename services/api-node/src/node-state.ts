import type { FreshVerifier, LeaseTerms } from '@keyledger/client';
import { leaseJson } from '@keyledger/service-kit';

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
