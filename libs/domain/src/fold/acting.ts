import type { Actor, ActorKind } from '../attempt.ts';
import type { KeyState } from '../key/key.ts';
import { MANAGING_SCOPE } from '../principal/managing-key.ts';
import type { Aggregate } from './aggregate.ts';

/** Why somebody may do nothing now: for good, until a resume, or until a change gives a key its scope back. */
export type ActorRefusal = 'ended' | 'paused' | 'scope_lost';

/** Those whom no event of the ledger ends: the process' own credentials, who holds a secret and ends it, the system. */
const NEVER_ENDED: readonly ActorKind[] = ['bootstrap', 'possession', 'system'];

/** Whether an event may have ended who asks for this, so that only who has folded the ledger can tell that it has not. */
export const canBeEnded = ({ kind }: Actor): boolean => !NEVER_ENDED.includes(kind);

/** What is known of the ledger up to here. */
interface Known {
  aggregate(id: string): Aggregate | undefined;
}

/**
 * Whether somebody may still act at this place in the log (rule 21); null: yes. Who is not known here may: before the
 * ledger knew its tokens there was none. An expiry ends nobody here, as no clock is in the log.
 */
export function actorRefusal(known: Known, actor: Actor): ActorRefusal | null {
  if (!canBeEnded(actor)) return null;
  const state = known.aggregate(actor.subject)?.state;
  if (state?.type === 'token') return state.revoked ? 'ended' : null;
  if (state?.type === 'member') return state.removed ? 'ended' : null;
  return state?.type === 'key' ? keyRefusal(known, state) : null;
}

function keyRefusal(known: Known, { organizationId, scopes, revoked, paused }: KeyState): ActorRefusal | null {
  if (revoked) return 'ended';
  const organization = known.aggregate(organizationId)?.state;
  if (paused || (organization?.type === 'organization' && organization.paused)) return 'paused';
  return scopes.includes(MANAGING_SCOPE) ? null : 'scope_lost';
}
