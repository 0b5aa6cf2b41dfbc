import type { Logger } from '@keyledger/ports';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** One line a request: the route's pattern and never the target, in which people search for secrets. */
export function createAccessLogHook(logger: Logger) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { id: requestId, method, ip: address, principal } = request;
    const route = request.routeOptions.url ?? null;
    const outcome = { status: reply.statusCode, durationMs: Math.round(reply.elapsedTime) };
    logger.info({ requestId, method, route, address, subject: principal?.subject ?? null, ...outcome }, 'request');
  };
}
