import { createHash, timingSafeEqual } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import { isTokenUsable } from '@keyledger/domain';
import { type Clock, Fault, type Principal } from '@keyledger/ports';
import type { LeaseGate } from '../application/freshness.ts';
import { invalidToken } from './acting.ts';
import type { CallSource } from './call-source.ts';
import { type ManagingKeyOptions, managingKey } from './managing-key.ts';

/** Credentials that a process is given at its start, before the ledger holds any. */
export interface BootstrapTokens {
  /** May do everything; at least 32 characters. */
  readonly admin: string | null;
  /** Role service: for the API nodes of this deployment. */
  readonly node: string | null;
}

/**
 * Tells who presents a bearer token, or a key that manages keys. What the process was given needs no ledger; for
 * anything else this replica needs a lease: it may have been revoked meanwhile.
 * @throws Fault `unauthenticated`; `permission_denied` for a key that may not be used for this, or from there;
 *   `not_caught_up`, `digest_key_unavailable` where that cannot be told now
 */
export type Authenticate = (token: string | null, from: CallSource) => Principal | Promise<Principal>;

export interface AuthenticateOptions extends ManagingKeyOptions {
  readonly directory: Directory;
  readonly clock: Clock;
  readonly bootstrap: BootstrapTokens;
  readonly lease: LeaseGate;
}

/** A call waits so long for a lease. */
const LEASE_WAIT_MS = 1_000;

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** How tokens are kept: 256 random bits need no key. */
export const tokenDigest = (text: string): string => sha256(text).toString('hex');

export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { bootstrap } = options;
  const adminDigest = bootstrap.admin === null ? null : sha256(bootstrap.admin);
  const nodeDigest = bootstrap.node === null ? null : sha256(bootstrap.node);
  return (token, from) => {
    if (token === null) throw new Fault('unauthenticated', 'A bearer token is required.');
    const digest = sha256(token);
    if (adminDigest !== null && timingSafeEqual(adminDigest, digest)) {
      return { subject: 'bootstrap', kind: 'bootstrap', role: 'bootstrap', organizationId: null };
    }
    if (nodeDigest !== null && timingSafeEqual(nodeDigest, digest)) {
      return { subject: 'node', kind: 'bootstrap', role: 'service', organizationId: null };
    }
    const ofLedger = async (): Promise<Principal> =>
      (await findToken(options, digest.toString('hex'))) ?? managingKey(options, token, from);
    return ofLedger();
  };
}

/** Rule 6: the directory is looked at in the turn that has seen the lease. Null: there is no such token. */
async function findToken({ directory, clock, lease }: AuthenticateOptions, digest: string): Promise<Principal | null> {
  while (!lease.isHeld()) await held(lease);
  const found = directory.findToken(digest);
  if (found === undefined) return null;
  if (found.blocked || !isTokenUsable(found.state, clock.wall())) throw invalidToken();
  const { id, role, organizationId } = found.state;
  return { subject: id, kind: 'token', role, organizationId };
}

async function held(lease: LeaseGate): Promise<void> {
  try {
    await lease.held(LEASE_WAIT_MS);
  } catch (cause) {
    throw new Fault('not_caught_up', 'Whether the token is still good cannot be told at the moment.', { cause });
  }
}
