import { createHash, timingSafeEqual } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import { isTokenUsable } from '@keyledger/domain';
import { type Clock, Fault, type Principal } from '@keyledger/ports';
import type { LeaseGate } from '../application/freshness.ts';

/** Credentials that a process is given at its start, before the ledger holds any. */
export interface BootstrapTokens {
  /** May do everything; at least 32 characters. */
  readonly admin: string | null;
  /** Role service: for the API nodes of this deployment. */
  readonly node: string | null;
}

/**
 * Tells who presents a bearer token. What the process was given needs no ledger; for any other token this replica needs
 * a lease: it may have been revoked meanwhile.
 * @throws Fault `unauthenticated`; `not_caught_up` where no lease is held
 */
export type Authenticate = (token: string | null) => Principal | Promise<Principal>;

/** A call waits so long for a lease. */
const LEASE_WAIT_MS = 1_000;

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** How tokens are kept: 256 random bits need no key. */
export const tokenDigest = (text: string): string => sha256(text).toString('hex');

export function createAuthenticate(
  directory: Directory,
  clock: Clock,
  bootstrap: BootstrapTokens,
  lease: LeaseGate,
): Authenticate {
  const adminDigest = bootstrap.admin === null ? null : sha256(bootstrap.admin);
  const nodeDigest = bootstrap.node === null ? null : sha256(bootstrap.node);
  return (token) => {
    if (token === null) throw new Fault('unauthenticated', 'A bearer token is required.');
    const digest = sha256(token);
    if (adminDigest !== null && timingSafeEqual(adminDigest, digest)) {
      return { subject: 'bootstrap', kind: 'bootstrap', role: 'bootstrap', organizationId: null };
    }
    if (nodeDigest !== null && timingSafeEqual(nodeDigest, digest)) {
      return { subject: 'node', kind: 'bootstrap', role: 'service', organizationId: null };
    }
    const find = (): Principal => findToken(directory, clock, digest.toString('hex'));
    return lease.isHeld() ? find() : onceHeld(lease, find);
  };
}

function findToken(directory: Directory, clock: Clock, digest: string): Principal {
  const found = directory.findToken(digest);
  if (found === undefined || found.blocked || !isTokenUsable(found.state, clock.wall())) {
    throw new Fault('unauthenticated', 'The bearer token is not valid.');
  }
  const { id, role, organizationId } = found.state;
  return { subject: id, kind: 'token', role, organizationId };
}

/** Rule 6: the directory is looked at in the turn that has seen the lease. */
async function onceHeld(lease: LeaseGate, find: () => Principal): Promise<Principal> {
  try {
    while (!lease.isHeld()) await lease.held(LEASE_WAIT_MS);
  } catch (cause) {
    throw new Fault('not_caught_up', 'Whether the token is still good cannot be told at the moment.', { cause });
  }
  return find();
}
