import { CLASS_STATUS, type ErrorClass, REASON_CODES, isReasonCode } from '@keyledger/domain';
import type { ResourceCode } from './resource.ts';

/** Where the API node explains its codes, seen from the client. */
const ERROR_PAGE = '/_keyledger/errors';
const RETRY_AFTER_SECONDS = '1';

/** What an upstream refuses with: check 10, or that nobody has verified who is calling. */
export type UpstreamCode = ResourceCode | 'digest_key_unavailable';

/** The public error body (systems.md, "Reason codes"). */
export interface PublicErrorBody {
  readonly error: ErrorClass;
  readonly reason_code: string;
  readonly message: string;
  readonly field: string | null;
}

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: PublicErrorBody;
}

/** The answer for a code, as the API node would make it. What is not in the node's table is of the not-found class. */
export function errorAnswer(code: UpstreamCode, field: string | null = null): ErrorAnswer {
  const known = isReasonCode(code);
  const { error, message } = known ? REASON_CODES[code] : missing(code);
  const status = CLASS_STATUS[error];
  const headers: Record<string, string> = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  };
  if (known) headers['link'] = `<${ERROR_PAGE}#${code}>; rel="help"`;
  if (status === CLASS_STATUS.public_api_unavailable) headers['retry-after'] = RETRY_AFTER_SECONDS;
  return { status, headers, body: { error, reason_code: code, message, field } };
}

function missing(code: string): { readonly error: ErrorClass; readonly message: string } {
  const what = code.replace(/_not_found$/, '').replaceAll('_', ' ');
  return { error: 'public_api_not_found', message: `The ${what} was not found.` };
}
