import { Fault, type Logger } from '@keyledger/ports';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FAULT_STATUS } from './fault-status.ts';
import { faultOf } from './framework-faults.ts';
import type { ProblemJson } from './schemas/problem.ts';

export const PROBLEM_TYPE = 'application/problem+json';
const RETRY_AFTER_SECONDS = '1';

/** A fault as RFC 9457 has it, with a stable `code`; the public text alone is shown. */
export function problemJson(fault: Fault, requestId: string): ProblemJson {
  const { status, title, shownAs = fault.code } = FAULT_STATUS[fault.code];
  return {
    type: `urn:keyledger:problem:${shownAs}`,
    title,
    status,
    code: shownAs,
    detail: fault.message,
    errors: fault.errors.map(({ field, message }) => ({ field, message })),
    request_id: requestId,
  };
}

/** Answers whatever a request ended in, and tells operators what callers are not told. */
export function createErrorHandler(logger: Logger) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const fault = faultOf(error, request);
    const { status } = FAULT_STATUS[fault.code];
    if (status >= 500) logFault(logger, fault, request);
    if (status === 401) reply.header('WWW-Authenticate', 'Bearer');
    if ((status === 503 || status === 429) && !reply.hasHeader('Retry-After')) {
      reply.header('Retry-After', RETRY_AFTER_SECONDS);
    }
    // Serialised here, so that no schema of the route has a say.
    return reply
      .code(status)
      .type(PROBLEM_TYPE)
      .send(JSON.stringify(problemJson(fault, request.id)));
  };
}

function logFault(logger: Logger, fault: Fault, request: FastifyRequest): void {
  const { code, internal, cause } = fault;
  const fields = { requestId: request.id, route: request.routeOptions.url, code, internal, err: cause ?? fault };
  if (code === 'internal') logger.error(fields, 'a request failed');
  else logger.warn(fields, 'a request could not be served');
}

export function answerNotFound(): never {
  throw new Fault('not_found', 'There is nothing here; /openapi.json lists what there is.');
}
