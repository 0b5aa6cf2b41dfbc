import { Fault, type Principal } from '@keyledger/ports';
import type { FastifyRequest } from 'fastify';
import type { Authority } from '../application/authority.ts';
import { headerValues } from './raw-headers.ts';

const BEARER = /^bearer +([^\s]+) *$/i;

/** The token of the one Authorization header; null where there is none, several, or another scheme (RFC 6750). */
function bearerToken(request: FastifyRequest): string | null {
  const [value = '', ...more] = headerValues(request.raw, 'authorization');
  return more.length > 0 ? null : (BEARER.exec(value)?.[1] ?? null);
}

/** Before its first full read of the ledger, a replica could take a revoked token or key for a good one. */
export function createReadinessHook(authority: Authority) {
  return async (): Promise<void> => {
    if (!authority.status().ready) throw new Fault('not_caught_up', 'This replica is still reading the ledger.');
  };
}

export function createAuthenticationHook(authority: Authority) {
  return async (request: FastifyRequest): Promise<void> => {
    // Several are none that a key could be bound to.
    const origin = headerValues(request.raw, 'origin').join(', ');
    request.principal = await authority.authenticate(bearerToken(request), { address: request.ip, origin });
  };
}

/** Who calls, behind the authentication hook. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new Error(`${request.method} is served without authentication`);
  return request.principal;
}
