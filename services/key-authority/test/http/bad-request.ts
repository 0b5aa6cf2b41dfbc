import type { CallOptions } from '../support/test-api.ts';

/** What a row may refer to: things that exist. */
export interface Things {
  readonly acme: string;
  readonly key: string;
  readonly publicKey: string;
  readonly token: string;
  /** A position that is ahead of the ledger. */
  readonly ahead: string;
}

export interface BadRequest {
  readonly title: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT' | 'QUERY';
  readonly url: string;
  readonly options?: CallOptions;
  readonly status: number;
  readonly code: string;
  /** The fields of `errors`, in any order. */
  readonly fields: readonly string[];
}

export type Row = readonly [title: string, target: string, options: CallOptions, answer: string, ...fields: string[]];

export const STATUS: Readonly<Record<string, number>> = {
  malformed_request: 400,
  unauthenticated: 401,
  not_found: 404,
  payload_too_large: 413,
  unsupported_media_type: 415,
  validation_failed: 422,
  precondition_required: 428,
  not_caught_up: 503,
};

export const json = (body: unknown): CallOptions => ({ body });
export const header = (name: string, value: string | string[], body?: unknown): CallOptions => ({
  body,
  headers: { [name]: value },
});
export const authorization = (value: string | string[]): CallOptions => ({
  token: null,
  headers: { authorization: value },
});
export const named = (fields: object): CallOptions => json({ name: 'a', ...fields });
export const IF_MATCH = { 'if-match': '"1"' };
export const patch = (body: unknown): CallOptions => ({ body, headers: IF_MATCH });
export const LONG = 'a'.repeat(201);
export const NONE = `key_${'0'.repeat(26)}`;
