import type { Directory } from '@keyledger/directory';
import { type Actor, REASON_CODES, actorRefusal, isExpired } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';

/** The same, whether there was such a credential or not. */
export const invalidToken = (): Fault => new Fault('unauthenticated', 'The bearer token is not valid.');

/** Why somebody may do nothing now. */
export interface ActingRefusal {
  /** `unauthenticated`, or `permission_denied` where a key has lost its scope. */
  readonly fault: Fault;
  /** Nothing that was written for them takes effect any more, whenever it lands; otherwise it may, once they are resumed. */
  readonly isFinal: boolean;
}

/**
 * A command was let in some time ago, and may be decided anew: whether who sent it may act still is for the directory to
 * say, as it is now. Where the call came from has not changed since.
 * @param now by the wall clock (ms)
 * @returns null: they may
 */
export function actingRefusal(directory: Directory, actor: Actor, now: number): ActingRefusal | null {
  const refusal = actorRefusal(directory, actor);
  if (refusal === 'scope_lost') {
    return { fault: new Fault('permission_denied', REASON_CODES.missing_scope.message), isFinal: false };
  }
  if (refusal !== null) return { fault: invalidToken(), isFinal: refusal === 'ended' };
  return hasExpired(directory, actor, now) ? { fault: invalidToken(), isFinal: true } : null;
}

function hasExpired(directory: Directory, { kind, subject }: Actor, now: number): boolean {
  if (kind !== 'key' && kind !== 'token') return false;
  const { state } = directory.key(subject) ?? directory.token(subject) ?? {};
  return isExpired(state?.expiresAt ?? null, now);
}
