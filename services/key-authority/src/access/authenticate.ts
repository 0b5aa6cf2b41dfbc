import { createHash, timingSafeEqual } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import { isTokenUsable } from '@keyledger/domain';
import { type Clock, Fault, type Principal } from '@keyledger/ports';

/** Credentials that a process is given at its start, before the ledger holds any. */
export interface BootstrapTokens {
  /** May do everything; at least 32 characters. */
  readonly admin: string | null;
  /** Role service: for the API nodes of this deployment. */
  readonly node: string | null;
}

/** Tells who presents a bearer token. @throws Fault `unauthenticated` */
export type Authenticate = (token: string | null) => Principal;

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** How tokens are kept: 256 random bits need no key. */
export const tokenDigest = (text: string): string => sha256(text).toString('hex');

export function createAuthenticate(directory: Directory, clock: Clock, bootstrap: BootstrapTokens): Authenticate {
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
    const found = directory.findToken(digest.toString('hex'));
    if (found === undefined || found.blocked || !isTokenUsable(found.state, clock.wall())) {
      throw new Fault('unauthenticated', 'The bearer token is not valid.');
    }
    const { id, role, organizationId } = found.state;
    return { subject: id, kind: 'token', role, organizationId };
  };
}
