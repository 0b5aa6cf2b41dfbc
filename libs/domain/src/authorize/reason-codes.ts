/** The classes of refusal: the `error` field of a public error body. */
export type ErrorClass =
  | 'api_key_unauthorized'
  | 'api_key_forbidden'
  | 'api_key_validation_failed'
  | 'public_api_not_found'
  | 'rate_limit_exceeded'
  | 'public_api_unavailable';

interface ReasonCodeEntry {
  readonly error: ErrorClass;
  /** For developers who read a response; may change, unlike the code. */
  readonly message: string;
}

/** Every code that the order of checks can end in, those of the upstream's resources included (systems.md, "Reason codes"); docs/errors.md is equal to this by test. */
export const REASON_CODES = {
  missing_bearer: { error: 'api_key_unauthorized', message: 'A bearer API key is required.' },
  malformed_token: { error: 'api_key_unauthorized', message: 'The API key could not be read.' },
  invalid_key: { error: 'api_key_unauthorized', message: 'The API key is not recognized.' },
  disabled_key: { error: 'api_key_unauthorized', message: 'The API key is paused.' },
  expired_key: { error: 'api_key_unauthorized', message: 'The API key has expired.' },
  revoked_key: { error: 'api_key_unauthorized', message: 'The API key has been revoked.' },
  api_keys_disabled: { error: 'api_key_unauthorized', message: 'API-key access is not available here.' },
  test_prefix_not_allowed: {
    error: 'api_key_unauthorized',
    message: 'The API key belongs to another environment.',
  },
  org_scope_only_required: { error: 'api_key_forbidden', message: 'An organization-scoped API key is required.' },
  missing_scope: { error: 'api_key_forbidden', message: 'The API key is missing a required scope.' },
  route_not_allowed: { error: 'api_key_forbidden', message: 'The route is not enabled for the organization.' },
  organization_not_allowlisted: { error: 'api_key_forbidden', message: 'No route is enabled for the organization.' },
  cross_organization_denied: { error: 'api_key_forbidden', message: 'The resource belongs to another organization.' },
  demo_training_denied: {
    error: 'api_key_forbidden',
    message: 'Demo and training resources are not available through this API.',
  },
  ip_not_allowed: { error: 'api_key_forbidden', message: 'The API key may not be used from this address.' },
  origin_not_allowed: { error: 'api_key_forbidden', message: 'The API key may not be used from this origin.' },
  key_kind_not_allowed: { error: 'api_key_forbidden', message: 'This kind of API key may not be used here.' },
  invalid_limit: { error: 'api_key_validation_failed', message: 'The limit query parameter is invalid.' },
  invalid_offset: { error: 'api_key_validation_failed', message: 'The offset query parameter is invalid.' },
  invalid_sort: { error: 'api_key_validation_failed', message: 'The sort_order query parameter is invalid.' },
  invalid_query: { error: 'api_key_validation_failed', message: 'A query parameter is invalid.' },
  unsupported_filter: { error: 'api_key_validation_failed', message: 'A query parameter is not supported here.' },
  encounter_not_found: { error: 'public_api_not_found', message: 'The encounter was not found.' },
  document_not_found: { error: 'public_api_not_found', message: 'The document was not found.' },
  transcript_not_found: { error: 'public_api_not_found', message: 'The finalized transcript was not found.' },
  audio_not_found: { error: 'public_api_not_found', message: 'The audio was not found.' },
  unsupported_document_type: {
    error: 'public_api_not_found',
    message: 'The document type is not supported for this route.',
  },
  audio_not_available_for_document: {
    error: 'public_api_not_found',
    message: 'The document has no audio that can be retrieved.',
  },
  rate_limited: { error: 'rate_limit_exceeded', message: 'Too many requests.' },
  digest_key_unavailable: {
    error: 'public_api_unavailable',
    message: 'API-key verification is temporarily unavailable.',
  },
  audio_storage_unavailable: {
    error: 'public_api_unavailable',
    message: 'Audio storage is temporarily unavailable.',
  },
} as const satisfies Record<string, ReasonCodeEntry>;

export type ReasonCode = keyof typeof REASON_CODES;

/** The status of each class; validation is 400 unless a profile says 422. */
export const CLASS_STATUS = {
  api_key_unauthorized: 401,
  api_key_forbidden: 403,
  api_key_validation_failed: 400,
  public_api_not_found: 404,
  rate_limit_exceeded: 429,
  public_api_unavailable: 503,
} as const satisfies Record<ErrorClass, number>;

export const isReasonCode = (text: string): text is ReasonCode => Object.hasOwn(REASON_CODES, text);
