import { Fault } from '@keyledger/ports';
import type { FastifyRequest } from 'fastify';

const PORT = /:[0-9]*$/;

/**
 * Refuses what was sent to another name: a page that rebinds its own name to this address sends that name.
 * @throws Fault `permission_denied`
 */
export function createHostHook(allowedHosts: readonly string[]) {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  return async (request: FastifyRequest): Promise<void> => {
    const host = (request.raw.headers.host ?? '').toLowerCase().replace(PORT, '');
    if (!allowed.has(host)) throw new Fault('permission_denied', 'This host name is not served here.');
  };
}
