import { Fault } from '@keyledger/ports';
import type { FastifyRequest } from 'fastify';

/** Only paths are served; a whole URL would be routed by its path, whatever host it names. */
export async function requireOriginForm(request: FastifyRequest): Promise<void> {
  if (request.raw.url?.startsWith('/') === true) return;
  throw new Fault('malformed_request', 'The request target must begin with a slash.');
}
