import type { Directory } from '@keyledger/directory';
import {
  CLASS_STATUS,
  type HandedOut,
  MANAGING_SCOPE,
  PLAIN_REQUEST,
  type Profile,
  REASON_CODES,
  mayHandOut,
  refusesSecretKey,
} from '@keyledger/domain';
import { Fault, type Principal, type Verifier } from '@keyledger/ports';
import { invalidToken } from './acting.ts';
import type { CallSource } from './call-source.ts';

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
