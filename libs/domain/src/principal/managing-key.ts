import type { KeyState } from '../key/key.ts';
import { admitsAll } from '../narrows.ts';
import { isSameLimit } from '../profile/tier.ts';

/** A secret key that carries it may manage its organization's keys. */
export const MANAGING_SCOPE = 'keys.manage';

/** What of a key decides whether another one may hand it out. */
export type HandedOut = Pick<
  KeyState,
  'environment' | 'holder' | 'scopes' | 'restrictions' | 'tier' | 'limits' | 'expiresAt'
>;

/**
 * Whether a managing key may hand out such a key, that is: make it, change it, give it a new secret, or let it work
 * again. It hands out no more than it has: scopes that are its own, its environment, addresses and origins that it admits
 * itself, nothing that outlives it, keys of the organization's only where it is one, and no tier or limits but its own or
 * the organization's. And never a managing key: whoever revokes one ends what it could do.
 */
export function mayHandOut(manager: HandedOut, key: HandedOut): boolean {
  const { environment, holder, scopes, restrictions, tier, limits } = key;
  if (environment !== manager.environment || scopes.includes(MANAGING_SCOPE)) return false;
  if (holder === 'organization' && manager.holder !== 'organization') return false;
  if (tier !== null && tier !== manager.tier) return false;
  if (limits !== null && !isSameLimit(limits, manager.limits)) return false;
  // A tier of its own without limits may be one without any limit.
  if (tier !== null && limits === null && manager.limits !== null) return false;
  if (!admitsAll(manager.restrictions, restrictions) || outlives(key, manager)) return false;
  return scopes.every((scope) => manager.scopes.includes(scope));
}

const outlives = (key: HandedOut, manager: HandedOut): boolean =>
  manager.expiresAt !== null && (key.expiresAt === null || key.expiresAt > manager.expiresAt);
