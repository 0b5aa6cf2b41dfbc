import type { FaultCode } from '@keyledger/ports';
import type { TSchema } from 'typebox';
import { FAULT_STATUS } from './fault-status.ts';
import { PROBLEM_TYPE } from './problem.ts';
import { reference } from './schemas/common.ts';
import { Problem } from './schemas/problem.ts';

/** What any call can end in. */
const ANY: readonly FaultCode[] = ['not_caught_up', 'internal'];
/** What a call that needs a token can end in. */
const AUTHENTICATED: readonly FaultCode[] = [...ANY, 'unauthenticated', 'permission_denied', 'digest_key_unavailable'];
const BODY: readonly FaultCode[] = [
  'malformed_request',
  'payload_too_large',
  'unsupported_media_type',
  'validation_failed',
];

export const READ: readonly FaultCode[] = [...AUTHENTICATED, 'validation_failed'];
export const WITH_BODY: readonly FaultCode[] = [...AUTHENTICATED, ...BODY];
export const OPEN_WITH_BODY: readonly FaultCode[] = [...ANY, ...BODY, 'rate_limited'];
export const COMMAND: readonly FaultCode[] = [
  ...WITH_BODY,
  'idempotency_key_reused',
  'rate_limited',
  'outcome_unknown',
  'ledger_unavailable',
];

const ETAG = { ETag: { type: 'string', description: 'The version in quotes, for If-Match.' } };
const PREFERENCE_APPLIED = {
  'Preference-Applied': { type: 'string', description: 'The `wait` that was preferred, as it was taken.' },
};
const LOCATION = { Location: { type: 'string', description: 'Where the new one is.' } };

export interface Success {
  readonly status: 200 | 201 | 202;
  readonly description: string;
  readonly schema: TSchema;
  readonly etag?: boolean;
  /** The command can take authority away, so its answer may have to speak for less than was asked for. */
  readonly narrows?: boolean;
}

/** The `response` of a route's schema: its success, and a problem for each status that its faults have. */
export function responses(success: Success, faults: readonly FaultCode[]): Record<number, unknown> {
  const { status, description, schema, etag = false, narrows = false } = success;
  const headers = {
    ...(etag ? ETAG : {}),
    ...(status === 201 ? LOCATION : {}),
    ...(narrows ? PREFERENCE_APPLIED : {}),
  };
  const content = { 'application/json': { schema } };
  const late = 'It is done, and certain; `everywhere` takes longer than the answer waited.';
  return {
    [status]: { description, headers, content },
    ...(narrows ? { 202: { description: late, headers, content } } : {}),
    ...problems(faults),
  };
}

function problems(faults: readonly FaultCode[]): Record<number, unknown> {
  const byStatus = Map.groupBy(new Set(faults), (code) => FAULT_STATUS[code].status);
  const content = { [PROBLEM_TYPE]: { schema: reference(Problem) } };
  const entries = [...byStatus].map(([status, codes]) => [
    status,
    { description: codes.map((code) => `\`${code}\``).join(', '), content },
  ]);
  return Object.fromEntries(entries) as Record<number, unknown>;
}
