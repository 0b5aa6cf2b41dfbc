import { Fault } from '@keyledger/ports';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../application/caller.ts';
import { LIMITS, isIdempotencyKey } from '../application/validation.ts';
import { principalOf } from './authentication.ts';
import { headerValues } from './raw-headers.ts';

/** @throws Fault `malformed_request` */
function idempotencyKey(request: FastifyRequest): string | null {
  const [key, ...more] = headerValues(request.raw, 'idempotency-key');
  if (key === undefined) return null;
  if (more.length === 0 && isIdempotencyKey(key)) return key;
  const message = `once, 1 to ${String(LIMITS.idempotencyKey)} printable ASCII characters`;
  const errors = [{ field: 'Idempotency-Key', message }];
  throw new Fault('malformed_request', 'The Idempotency-Key is not usable.', { errors });
}

/** Who asks for a command, by its request. @throws Fault `malformed_request` */
export function callerOf(request: FastifyRequest, reason: string | undefined): Caller {
  return {
    principal: principalOf(request),
    address: request.ip,
    idempotencyKey: idempotencyKey(request),
    reason: reason ?? '',
  };
}
