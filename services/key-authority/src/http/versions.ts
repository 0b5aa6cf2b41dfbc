import { Fault } from '@keyledger/ports';
import type { FastifyReply, FastifyRequest } from 'fastify';

const ENTITY_TAG = /^"(0|[1-9][0-9]{0,14})"$/;

/** The version of `If-Match`; null where there is none. @throws Fault `malformed_request` */
export function ifMatch(request: FastifyRequest): number | null {
  const value = request.headers['if-match'];
  if (value === undefined) return null;
  const version = ENTITY_TAG.exec(value)?.[1];
  if (version !== undefined) return Number(version);
  const errors = [{ field: 'If-Match', message: 'one version in quotes, as the ETag of an answer says it: "3"' }];
  throw new Fault('malformed_request', 'The If-Match header is not usable.', { errors });
}

/** @throws Fault `precondition_required`, `malformed_request` */
export function requiredIfMatch(request: FastifyRequest): number {
  const version = ifMatch(request);
  if (version !== null) return version;
  const errors = [{ field: 'If-Match', message: 'the ETag that the change was made against' }];
  throw new Fault('precondition_required', 'This change needs If-Match with the version it was made against.', {
    errors,
  });
}

export function setVersion(reply: FastifyReply, version: number): void {
  reply.header('ETag', `"${String(version)}"`);
}
