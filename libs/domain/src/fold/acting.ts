import type { Actor, ActorKind, Attempt } from '../attempt.ts';
import type { LedgerEventType } from '../events.ts';
import type { KeyState } from '../key/key.ts';
import { MANAGING_SCOPE } from '../principal/managing-key.ts';
import type { Aggregate } from './aggregate.ts';

/** Why somebody may do nothing now: for good, until a resume, or until a change gives a key its scope back. */
export type ActorRefusal = 'ended' | 'paused' | 'scope_lost';

/** Those whom no event of the ledger ends: the process' own credentials, who holds a secret and ends it, the system. */
const NEVER_ENDED: readonly ActorKind[] = ['bootstrap', 'possession', 'system'];

/** Whether an event may end who this is. */
const canBeEnded = ({ kind }: Actor): boolean => !NEVER_ENDED.includes(kind);

/**
 * What only takes from a key stands, whoever asked: a revocation always wins (rule 18), and who has no fold refuses the key
 * at once, without asking anyone whether its sender could still say so.
 */
const TAKES_ONLY: readonly LedgerEventType[] = ['key.revoked', 'key.paused', 'key.rotation_finished'];

/** Whether the end of who asked can make this void, so that only who has folded the ledger can tell that it has not. */
export const dependsOnActor = ({ actor, event }: Pick<Attempt, 'actor' | 'event'>): boolean =>
  canBeEnded(actor) && !TAKES_ONLY.includes(event.type);

/** Whether an attempt is void because of who asked for it (rule 21). */
export const isBehindEnd = (known: Known, attempt: Pick<Attempt, 'actor' | 'event'>): boolean =>
  dependsOnActor(attempt) && actorRefusal(known, attempt.actor) !== null;

/** What is known of the ledger up to here. */
interface Known {
  aggregate(id: string): Aggregate | undefined;
}

/**
 * Whether somebody may still act at this place in the log; null: yes. Who is not known here may: before the
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
