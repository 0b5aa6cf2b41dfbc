import { Fault, type FaultCode, isFault } from '@keyledger/ports';
import type { FastifyError, FastifyRequest } from 'fastify';
import { fieldErrors } from './validation-errors.ts';

/** What Fastify itself refuses, by its code. */
const FRAMEWORK_FAULTS: Readonly<Record<string, readonly [FaultCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload_too_large', 'The body is too large.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Bodies are application/json here.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed_request', 'The body is not as long as Content-Length says.'],
  FST_ERR_BAD_URL: ['not_found', 'There is nothing here.'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'There is nothing here.'],
  // Of QUERY alone, which nothing here is asked by.
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: ['not_found', 'There is nothing here.'],
};

const isFrameworkError = (error: unknown): error is FastifyError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('FST_');

/** Whatever was thrown while a request was handled, as a fault. */
export function faultOf(error: unknown, request: FastifyRequest): Fault {
  if (isFault(error)) return error;
  // Nobody is left to read this, and it is no failure of ours.
  if (error === request.raw.errored) return new Fault('malformed_request', 'The body did not arrive whole.');
  if (isFrameworkError(error)) {
    if (error.validation !== undefined) return invalid(error, request);
    const known = FRAMEWORK_FAULTS[error.code];
    if (known !== undefined) return new Fault(...known);
  }
  return new Fault('internal', 'Something went wrong here; the request id finds it in the logs.', { cause: error });
}

function invalid({ validation = [], validationContext }: FastifyError, request: FastifyRequest): Fault {
  const [part, whole] = validationContext === 'body' ? [request.body, 'body'] : [request.query, 'query'];
  const errors = fieldErrors(validation, part, whole);
  return new Fault('validation_failed', 'The request is not valid; `errors` says where.', { errors });
}
