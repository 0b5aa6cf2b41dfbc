/** What can go wrong that no caller could have avoided, or that a caller must be told by a stable code. */
export const FAULT_CODES = [
  'malformed_request',
  'unauthenticated',
  'permission_denied',
  'not_found',
  'key_revoked',
  'key_paused',
  'key_expired',
  'rotation_in_progress',
  'slug_taken',
  'last_owner',
  'version_mismatch',
  'precondition_required',
  'payload_too_large',
  'unsupported_media_type',
  'validation_failed',
  'idempotency_key_reused',
  'rate_limited',
  'outcome_unknown',
  'not_caught_up',
  'ledger_unavailable',
  'ledger_corrupt',
  'ledger_unsafe',
  'digest_key_unavailable',
  'internal',
] as const;

export type FaultCode = (typeof FAULT_CODES)[number];

/** One field of a request that is not as it must be. */
export interface FieldError {
  /** Where: a path such as `restrictions.ips[2]`. */
  readonly field: string;
  /** What is allowed there. */
  readonly message: string;
}

export interface FaultDetail {
  /** For operators; never shown to a caller. */
  readonly internal?: string;
  readonly errors?: readonly FieldError[];
  readonly cause?: unknown;
}

/** A failure with a stable code. Its public text and what only operators may see never share a string. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly internal: string | undefined;
  readonly errors: readonly FieldError[];

  constructor(code: FaultCode, publicText: string, detail: FaultDetail = {}) {
    super(publicText, { cause: detail.cause });
    this.code = code;
    this.internal = detail.internal;
    this.errors = detail.errors ?? [];
  }
}

export function isFault(error: unknown, code?: FaultCode): error is Fault {
  return error instanceof Fault && (code === undefined || error.code === code);
}
