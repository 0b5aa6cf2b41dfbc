import { requestBytes } from '../../../services/api-node/test/kit/raw-client.ts';
import type { Things } from './things.ts';

export const MEGABYTE = 1_048_576;
export const JSON_TYPE = 'Content-Type: application/json';

export const STATUS = {
  malformed_request: 400,
  unauthenticated: 401,
  permission_denied: 403,
  not_found: 404,
  key_revoked: 409,
  key_paused: 409,
  slug_taken: 409,
  version_mismatch: 412,
  payload_too_large: 413,
  unsupported_media_type: 415,
  validation_failed: 422,
  precondition_required: 428,
} as const;

/** A title, the request, the code of its answer and the fields that `errors` names. */
export type Row = readonly [title: string, bytes: string, answer: keyof typeof STATUS, ...fields: string[]];

interface Sent {
  readonly token?: string | null;
  readonly headers?: readonly string[];
  /** Sent as JSON; a text as it stands, a character a byte. */
  readonly body?: unknown;
}

/** `target` is method and target, as in `GET /v1/me`. */
export function admin(
  { adminToken }: Things,
  call: string,
  { token = adminToken, headers = [], body }: Sent = {},
): string {
  const [method = '', target = ''] = call.split(/ (.*)/s);
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const own = token === null ? [] : [`Authorization: Bearer ${token}`];
  const typed = body === undefined || headers.some((each) => each.startsWith('Content-Type')) ? [] : [JSON_TYPE];
  const length = body === undefined ? [] : [`Content-Length: ${String(text.length)}`];
  return requestBytes(target, [...own, ...typed, ...length, ...headers], { method, body: text });
}
