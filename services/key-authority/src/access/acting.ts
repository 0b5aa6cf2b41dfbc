import type { Directory } from '@keyledger/directory';
import { type Actor, REASON_CODES, actorRefusal, isExpired } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';

/** The same, whether there was such a credential or not. */
export const invalidToken = (): Fault => new Fault('unauthenticated', 'The bearer token is not valid.');

/**
 * A command was let in some time ago, and may be decided anew: whether who sent it may act still is for the directory to
 * say, as it is now. Where the call came from has not changed since.
 * @param now by the wall clock (ms)
 * @throws Fault `unauthenticated`, or `permission_denied` where a key has lost its scope
 */
export function demandActing(directory: Directory, actor: Actor, now: number): void {
  const refusal = actorRefusal(directory, actor);
  if (refusal === 'scope_lost') throw new Fault('permission_denied', REASON_CODES.missing_scope.message);
  if (refusal !== null || hasExpired(directory, actor, now)) throw invalidToken();
}

function hasExpired(directory: Directory, { kind, subject }: Actor, now: number): boolean {
  if (kind !== 'key' && kind !== 'token') return false;
  const { state } = directory.key(subject) ?? directory.token(subject) ?? {};
  return isExpired(state?.expiresAt ?? null, now);
}
