import type { Directory } from '@keyledger/directory';
import {
  CLASS_STATUS,
  type HandedOut,
  MANAGING_SCOPE,
  PLAIN_REQUEST,
  type Profile,
  REASON_CODES,
  isExpired,
  mayHandOut,
  refusesSecretKey,
} from '@keyledger/domain';
import { Fault, type Principal, type Verifier } from '@keyledger/ports';
import type { CallSource } from './call-source.ts';

/** The same, whether there was such a credential or not. */
export const invalidToken = (): Fault => new Fault('unauthenticated', 'The bearer token is not valid.');

export interface ManagingKeyOptions {
  /** Answers under a lease alone. */
  readonly verifier: Verifier;
  /** The profile of now. */
  readonly profile: () => Profile;
}

/**
 * Who presents a secret key that may manage keys (systems.md, S3). It is checked as for any other request: here, too, it
 * may be revoked, paused, expired, of another environment, or bound to addresses; and it may be one that no page may hold.
 * @throws Fault `unauthenticated`, `permission_denied`, and what the verifier throws
 */
export async function managingKey(
  { verifier, profile }: ManagingKeyOptions,
  secret: string,
  from: CallSource,
): Promise<Principal> {
  const { reasonCode, grant } = await verifier.verify({
    ...PLAIN_REQUEST,
    secret,
    scopes: [MANAGING_SCOPE],
    secretKindRequired: true,
    secretKindRefused: refusesSecretKey(profile(), from.origin),
    clientAddress: from.address === '' ? null : from.address,
    origin: from.origin,
  });
  if (grant === null) throw invalidToken();
  if (reasonCode !== '') {
    const { error, message } = REASON_CODES[reasonCode];
    throw CLASS_STATUS[error] === 401 ? invalidToken() : new Fault('permission_denied', message);
  }
  return { subject: grant.keyId, kind: 'key', role: 'key', organizationId: grant.organization.id };
}

/**
 * A command that is decided anew may have been let in long ago: whether the key may manage still is for the directory to
 * say, as it is now. Where the call came from has not changed since.
 * @param now by the wall clock (ms)
 * @throws Fault `unauthenticated`, or `permission_denied` where it has lost the scope
 */
export function demandManaging(directory: Directory, principal: Principal, now: number): void {
  if (principal.kind !== 'key') return;
  const key = directory.key(principal.subject)?.state;
  const isPaused = directory.organization(key?.organizationId ?? '')?.state.paused !== false;
  if (key === undefined || key.revoked || key.paused || isPaused || isExpired(key.expiresAt, now)) throw invalidToken();
  if (!key.scopes.includes(MANAGING_SCOPE)) throw new Fault('permission_denied', REASON_CODES.missing_scope.message);
}

/** Nobody else is bound by what they are. @throws Fault `permission_denied` where a key would hand out more than it has */
export function demandHandOut(directory: Directory, principal: Principal, key: HandedOut): void {
  if (principal.kind !== 'key') return;
  const manager = directory.key(principal.subject);
  if (manager !== undefined && mayHandOut(manager.state, key)) return;
  const text =
    'A key hands out no more than it has (environment, holder, scopes, restrictions, tier, limits, expires_at; what is ' +
    `left out has its default), and never the scope ${MANAGING_SCOPE}.`;
  throw new Fault('permission_denied', text);
}
