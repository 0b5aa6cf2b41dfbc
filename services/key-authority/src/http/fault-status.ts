import type { FaultCode } from '@keyledger/ports';

/** How a fault is answered over HTTP. */
export interface FaultAnswer {
  readonly status: number;
  readonly title: string;
  /** The code that callers see; absent: the fault's own. */
  readonly shownAs?: FaultCode;
}

/** Every fault and its answer (interfaces.md, "Errors"); docs are kept equal to this by test. */
export const FAULT_STATUS: Readonly<Record<FaultCode, FaultAnswer>> = {
  malformed_request: { status: 400, title: 'Malformed request' },
  unauthenticated: { status: 401, title: 'Not authenticated' },
  permission_denied: { status: 403, title: 'Permission denied' },
  not_found: { status: 404, title: 'Not found' },
  key_revoked: { status: 409, title: 'The key is revoked' },
  key_paused: { status: 409, title: 'The key is paused' },
  key_expired: { status: 409, title: 'The key has expired' },
  rotation_in_progress: { status: 409, title: 'A rotation is in progress' },
  slug_taken: { status: 409, title: 'The slug is taken' },
  last_owner: { status: 409, title: 'The organization needs an owner' },
  version_mismatch: { status: 412, title: 'The version has changed' },
  payload_too_large: { status: 413, title: 'Payload too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  validation_failed: { status: 422, title: 'Validation failed' },
  idempotency_key_reused: { status: 422, title: 'Idempotency-Key reused' },
  precondition_required: { status: 428, title: 'Precondition required' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  outcome_unknown: { status: 503, title: 'Outcome unknown' },
  not_caught_up: { status: 503, title: 'Not caught up' },
  ledger_unavailable: { status: 503, title: 'Ledger unavailable' },
  // What exactly is wrong with the ledger is for operators alone.
  ledger_corrupt: { status: 503, title: 'Ledger unavailable', shownAs: 'ledger_unavailable' },
  ledger_unsafe: { status: 503, title: 'Ledger unavailable', shownAs: 'ledger_unavailable' },
  digest_key_unavailable: { status: 503, title: 'Digest key unavailable' },
};
