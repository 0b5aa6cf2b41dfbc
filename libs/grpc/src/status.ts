import { Metadata, type ServiceError, type StatusObject, status } from '@grpc/grpc-js';
import { FAULT_CODES, Fault, type FaultCode, type Logger, isFault } from '@keyledger/ports';
import { fieldErrorsFromText, fieldErrorsToText } from './field-errors.ts';

/** The gRPC status of every fault (interfaces.md, "Errors"); where several share one, `keyledger-code` tells them apart. */
export const STATUS_OF_FAULT = {
  malformed_request: status.INVALID_ARGUMENT,
  unauthenticated: status.UNAUTHENTICATED,
  permission_denied: status.PERMISSION_DENIED,
  not_found: status.NOT_FOUND,
  key_revoked: status.FAILED_PRECONDITION,
  key_paused: status.FAILED_PRECONDITION,
  key_expired: status.FAILED_PRECONDITION,
  rotation_in_progress: status.FAILED_PRECONDITION,
  slug_taken: status.FAILED_PRECONDITION,
  last_owner: status.FAILED_PRECONDITION,
  version_mismatch: status.ABORTED,
  precondition_required: status.INVALID_ARGUMENT,
  payload_too_large: status.RESOURCE_EXHAUSTED,
  unsupported_media_type: status.INVALID_ARGUMENT,
  validation_failed: status.INVALID_ARGUMENT,
  idempotency_key_reused: status.INVALID_ARGUMENT,
  rate_limited: status.RESOURCE_EXHAUSTED,
  outcome_unknown: status.UNAVAILABLE,
  not_caught_up: status.UNAVAILABLE,
  ledger_unavailable: status.UNAVAILABLE,
  ledger_corrupt: status.DATA_LOSS,
  ledger_unsafe: status.UNAVAILABLE,
  digest_key_unavailable: status.UNAVAILABLE,
  internal: status.INTERNAL,
} as const satisfies Record<FaultCode, status>;

/** What a status without a code of ours means; every other one is the caller's `fallback`. */
const FAULT_OF_STATUS: Partial<Record<status, FaultCode>> = {
  [status.INVALID_ARGUMENT]: 'malformed_request',
  [status.UNAUTHENTICATED]: 'unauthenticated',
  [status.PERMISSION_DENIED]: 'permission_denied',
  [status.NOT_FOUND]: 'not_found',
  [status.RESOURCE_EXHAUSTED]: 'rate_limited',
};

export const CODE_METADATA = 'keyledger-code';
export const ERRORS_METADATA = 'keyledger-errors';

/** The status that `method` ends with because of `error`: public text and code alone; the rest goes to the log. */
export function statusOf(error: unknown, logger: Logger, method: string): StatusObject {
  const fault = isFault(error) ? error : new Fault('internal', 'internal error', { cause: error });
  logFault(fault, logger, method);
  const metadata = new Metadata();
  metadata.set(CODE_METADATA, fault.code);
  if (fault.errors.length > 0) metadata.set(ERRORS_METADATA, fieldErrorsToText(fault.errors));
  // A lone surrogate in the details would make grpc-js throw while it encodes them.
  return { code: STATUS_OF_FAULT[fault.code], details: fault.message.toWellFormed(), metadata };
}

function logFault(fault: Fault, logger: Logger, method: string): void {
  const { code, internal, cause } = fault;
  const fields = { method, code, internal, cause: cause instanceof Error ? (cause.stack ?? cause.message) : undefined };
  const grpcStatus = STATUS_OF_FAULT[code];
  if (grpcStatus === status.INTERNAL || grpcStatus === status.DATA_LOSS) logger.error(fields, 'call failed');
  else if (grpcStatus === status.UNAVAILABLE) logger.debug(fields, 'call not answered');
}

export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'metadata' in error;
}

/** Whether the other side said itself why the call failed; otherwise the way there may be broken. */
export const wasRefused = (error: unknown): boolean =>
  isServiceError(error) && error.metadata.get(CODE_METADATA).length > 0;

/** What a call of ours failed with. `fallback` stands for everything that the other side did not say itself. */
export function faultOf(error: unknown, fallback: FaultCode): Fault {
  if (isFault(error)) return error;
  if (!isServiceError(error)) return new Fault(fallback, 'The authority could not be asked.', { cause: error });
  const { code: grpcStatus, details, metadata } = error;
  const named = metadata.get(CODE_METADATA)[0];
  const code = FAULT_CODES.find((known) => known === named);
  if (code !== undefined && STATUS_OF_FAULT[code] === grpcStatus) {
    const errors = fieldErrorsFromText(metadata.get(ERRORS_METADATA)[0]);
    return new Fault(code, details, { errors, cause: error });
  }
  const internal = `gRPC status ${status[grpcStatus]}: ${details}`;
  return new Fault(FAULT_OF_STATUS[grpcStatus] ?? fallback, 'The authority did not answer.', {
    internal,
    cause: error,
  });
}
