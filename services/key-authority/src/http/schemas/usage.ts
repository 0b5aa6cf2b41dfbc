import {
  SECURITY_CATEGORIES,
  USAGE_GROUPS,
  USAGE_INTERVALS,
  type UsageGroup,
  type UsageSummary,
  categoryOf,
} from '@keyledger/domain';
import type { SecurityRow } from '@keyledger/ports';
import { type Static, Type } from 'typebox';
import type { UsageAnswer, UsageQuestion } from '../../application/usage-queries.ts';
import { formatTime } from '../times.ts';
import { GivenTime, PageFields, Time, literals, nullable, reference, strictObject } from './common.ts';

const GROUP = { description: 'Only where it was asked for.' };
const Milliseconds = Type.Number({ minimum: 0, description: 'Milliseconds.' });

const Latency = nullable(
  Type.Object(
    { mean: Milliseconds, p50: Milliseconds, p95: Milliseconds, p99: Milliseconds },
    { description: 'Quantiles are at most 19 % above the true ones.' },
  ),
);

const summaryFields = {
  requests: Type.Integer(),
  successes: Type.Integer({ description: 'Answered with a status below 400.' }),
  client_errors: Type.Integer({ description: 'Answered with 4xx, or the client left before.' }),
  server_errors: Type.Integer({ description: 'Answered with 5xx.' }),
  success_rate: nullable(Type.Number({ minimum: 0, maximum: 1 })),
  error_rate: nullable(Type.Number({ minimum: 0, maximum: 1, description: 'Of 4xx and 5xx.' })),
  bytes_in: Type.Integer({ description: 'Of bodies, from clients to the upstream.' }),
  bytes_out: Type.Integer({ description: 'Of bodies, from the upstream to clients.' }),
  latency_ms: Latency,
};

export const UsageTotals = Type.Object(summaryFields, { $id: 'UsageTotals' });
export const UsageStep = Type.Object(
  {
    start: Time,
    route: Type.Optional(Type.String(GROUP)),
    scope: Type.Optional(
      Type.String({ description: `${GROUP.description} A request counts for each scope of its route.` }),
    ),
    status_class: Type.Optional(Type.String({ description: `${GROUP.description} Such as 2xx.` })),
    country: Type.Optional(Type.String({ description: `${GROUP.description} ISO 3166-1 alpha-2; empty: not known.` })),
    ...summaryFields,
  },
  { $id: 'UsageStep' },
);

export const Usage = Type.Object(
  {
    key_id: Type.String(),
    interval: literals(USAGE_INTERVALS),
    from: Time,
    to: Time,
    last_used_at: nullable(Time),
    totals: reference(UsageTotals),
    items: Type.Array(reference(UsageStep)),
  },
  { $id: 'Usage' },
);

export const UsageParameters = strictObject({
  from: Type.Optional(GivenTime),
  to: Type.Optional(GivenTime),
  interval: Type.Optional(literals(USAGE_INTERVALS, { default: 'hour' })),
  group_by: Type.Optional(
    Type.String({ format: 'usage-groups', description: `Any of ${USAGE_GROUPS.join(', ')}, by commas.` }),
  ),
});

export const SecurityEvent = Type.Object(
  {
    minute: Time,
    category: literals(SECURITY_CATEGORIES),
    reason_code: Type.String(),
    source: nullable(Type.String({ description: 'An IPv4 address or an IPv6 /64; null: not known, or too many.' })),
    key_id: nullable(Type.String()),
    organization_id: nullable(Type.String()),
    count: Type.Integer(),
  },
  { $id: 'SecurityEvent' },
);

export const SecurityEventParameters = strictObject({
  ...PageFields,
  from: Type.Optional(GivenTime),
  to: Type.Optional(GivenTime),
  category: Type.Optional(literals(SECURITY_CATEGORIES)),
  organization_id: Type.Optional(Type.String()),
  key_id: Type.Optional(Type.String()),
});

/** Of a text that its schema has checked. */
export const groupsOf = (text: string | undefined): readonly UsageGroup[] =>
  text === undefined ? [] : (text.split(',') as UsageGroup[]);

function summaryJson(summary: UsageSummary): Static<typeof UsageTotals> {
  const { requests, successes, clientErrors, serverErrors, bytesIn, bytesOut, latency } = summary;
  const share = (count: number): number | null => (requests === 0 ? null : count / requests);
  return {
    requests,
    successes,
    client_errors: clientErrors,
    server_errors: serverErrors,
    success_rate: share(successes),
    error_rate: share(clientErrors + serverErrors),
    bytes_in: bytesIn,
    bytes_out: bytesOut,
    latency_ms: latency === null ? null : { ...latency },
  };
}

export function usageJson(
  keyId: string,
  interval: UsageQuestion['interval'],
  lastUsedAt: string | null,
  { from, to, totals, steps }: UsageAnswer,
): Static<typeof Usage> {
  return {
    key_id: keyId,
    interval,
    from: formatTime(from),
    to: formatTime(to),
    last_used_at: lastUsedAt,
    totals: summaryJson(totals),
    items: steps.map((step) => ({ start: formatTime(step.start), ...step.group, ...summaryJson(step) })),
  };
}

const known = (text: string): string | null => (text === '' ? null : text);

export const securityEventJson = (row: SecurityRow): Static<typeof SecurityEvent> => ({
  minute: formatTime(row.minute),
  category: categoryOf(row.reason) ?? 'failed_authentication',
  reason_code: row.reason,
  source: known(row.source),
  key_id: known(row.keyId),
  organization_id: known(row.organizationId),
  count: row.count,
});
