import type { Attempt } from '../attempt.ts';
import type { KeyChanges } from '../events.ts';
import { dependsOnActor } from '../fold/acting.ts';
import type { Grant } from './grant.ts';

const isCurrent = (grant: Grant): boolean => !grant.secretRetired && grant.secretEndsAt === null;

function change(grant: Grant, changes: KeyChanges): Grant {
  const { scopes = grant.scopes, restrictions = grant.restrictions, expiresAt = grant.expiresAt } = changes;
  const tier = changes.tier === undefined ? grant.tier : (changes.tier ?? grant.organization.tier);
  const limits = changes.limits === undefined ? grant.limits : (changes.limits ?? grant.organization.limits);
  return { ...grant, scopes, restrictions, expiresAt, tier, limits };
}

/**
 * What an attempt on the grant's key makes of it, for a holder that has no full fold (architecture.md, "One event and
 * one request"): null where that cannot be told from the grant alone, and the holder must ask again. It relies on how
 * attempts are written: one that names the present version was decided by a replica that had folded all before it, so
 * it repeats no command and takes no digest, and the fold accepts it; unless who asked was ended in between, which
 * only the fold knows, and which does not matter to what only takes.
 */
export function evolveGrant(grant: Grant, attempt: Attempt): Grant | null {
  const { event, expectedVersion } = attempt;
  if (dependsOnActor(attempt)) return null;
  if (event.type === 'key.revoked' && expectedVersion === null) {
    return grant.state === 'revoked' ? grant : { ...grant, version: grant.version + 1, state: 'revoked' };
  }
  if (expectedVersion !== grant.version) return null;
  const next = { ...grant, version: grant.version + 1 };
  switch (event.type) {
    case 'key.revoked':
      return { ...next, state: 'revoked' };
    case 'key.updated':
      return change(next, event.changes);
    case 'key.paused':
      return grant.state === 'active' ? { ...next, state: 'paused' } : null;
    case 'key.resumed':
      return grant.state === 'paused' ? { ...next, state: 'active' } : null;
    case 'key.rotated':
      return rotated(next, event.overlapEndsAt);
    case 'key.rotation_finished':
      return isCurrent(grant) ? next : retired(next);
    default:
      return null;
  }
}

const retired = (grant: Grant): Grant => ({ ...grant, secretEndsAt: null, secretRetired: true });

/** An older secret in its overlap may be the one that the key does not remember any more, which a grant does not say. */
function rotated(grant: Grant, overlapEndsAt: number | null): Grant | null {
  if (grant.secretRetired || overlapEndsAt === null) return retired(grant);
  return grant.secretEndsAt === null ? { ...grant, secretEndsAt: overlapEndsAt } : null;
}
