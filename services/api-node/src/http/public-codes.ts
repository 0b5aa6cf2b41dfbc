import { CLASS_STATUS, type ErrorClass, type ErrorRules, REASON_CODES, type ReasonCode } from '@keyledger/domain';

/** The classes of refusal that are about the request or the upstream and not about a key. */
export type OwnErrorClass = 'bad_request' | 'not_found' | 'upstream_error' | 'not_implemented' | 'internal_error';

interface OwnCodeEntry {
  readonly error: OwnErrorClass;
  readonly status: number;
  readonly message: string;
}

/** The codes of the public port that are not reason codes of the domain; docs/errors.md is equal to this by test. */
export const OWN_CODES = {
  malformed_request: { error: 'bad_request', status: 400, message: 'The request is malformed.' },
  request_timeout: { error: 'bad_request', status: 408, message: 'The request did not arrive in time.' },
  payload_too_large: { error: 'bad_request', status: 413, message: 'The request body is too large.' },
  expectation_failed: { error: 'bad_request', status: 417, message: 'The expectation cannot be met.' },
  headers_too_large: { error: 'bad_request', status: 431, message: 'The request headers are too large.' },
  not_found: { error: 'not_found', status: 404, message: 'There is nothing here.' },
  internal_error: { error: 'internal_error', status: 500, message: 'The request could not be handled.' },
  upgrade_not_supported: {
    error: 'not_implemented',
    status: 501,
    message: 'Changing the protocol of a connection is not supported.',
  },
  upstream_unavailable: { error: 'upstream_error', status: 502, message: 'The service behind did not answer.' },
  upstream_timeout: { error: 'upstream_error', status: 504, message: 'The service behind did not answer in time.' },
} as const satisfies Record<string, OwnCodeEntry>;

export type OwnCode = keyof typeof OWN_CODES;

/** Everything that can stand in `reason_code` of an answer that this node makes itself. */
export type PublicCode = ReasonCode | OwnCode;

export interface PublicError {
  readonly error: ErrorClass | OwnErrorClass;
  readonly status: number;
  readonly message: string;
}

const isOwnCode = (code: PublicCode): code is OwnCode => Object.hasOwn(OWN_CODES, code);

export const PUBLIC_CODES: readonly PublicCode[] = [
  ...(Object.keys(REASON_CODES) as ReasonCode[]),
  ...(Object.keys(OWN_CODES) as OwnCode[]),
];

export function publicError(code: PublicCode, { validationStatus }: ErrorRules): PublicError {
  if (isOwnCode(code)) return OWN_CODES[code];
  const { error, message } = REASON_CODES[code];
  return { error, status: error === 'api_key_validation_failed' ? validationStatus : CLASS_STATUS[error], message };
}
