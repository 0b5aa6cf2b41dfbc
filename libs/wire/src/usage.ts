import { Fault, type FieldError, type SecurityRow, type UsageBatch, type UsageRow } from '@keyledger/ports';
import {
  type SecurityRow__Output as WireSecurityRow,
  type UsageBatch as WireUsageBatch,
  type UsageBatch__Output as WireUsageBatchRead,
  type UsageRow__Output as WireUsageRow,
  usageBatchDefinition,
} from '@keyledger/proto';

const NODE_BYTES = 16;
const MINUTE_MS = 60_000;
/** Far more than a node puts into one batch. */
const MAX_ROWS = 20_000;
const MAX_TEXT = 256;
const MAX_SCOPES = 100;
const MAX_STATUS = 999;

export function usageBatchToWire({ node, sequence, usage, security }: UsageBatch): WireUsageBatch {
  return {
    node: Buffer.from(node, 'hex'),
    sequence,
    usage: usage.map(({ minute, lastUsedAt, latency, scopes, ...row }) => ({
      ...row,
      scopes: [...scopes],
      minuteMs: minute,
      lastUsedAtMs: lastUsedAt,
      latencySumUs: latency.sumMicros,
      latencyBuckets: [...latency.buckets.keys()],
      latencyCounts: [...latency.buckets.values()],
    })),
    security: security.map(({ minute, ...row }) => ({ ...row, minuteMs: minute })),
  };
}

/** @throws Fault `validation_failed`, naming the first bad row: nothing of such a batch counts */
export function usageBatchFromWire(batch: WireUsageBatchRead): UsageBatch {
  const { node, sequence, usage, security } = batch;
  if (node.length !== NODE_BYTES) throw refused('node', '16 bytes');
  if (!isCount(sequence) || sequence < 1) throw refused('sequence', '1 to 2^53 - 1');
  if (usage.length + security.length > MAX_ROWS) throw refused('usage', `at most ${String(MAX_ROWS)} rows in all`);
  return {
    node: node.toString('hex'),
    sequence,
    usage: usage.map((row, index) => usageRow(row, `usage[${String(index)}]`)),
    security: security.map((row, index) => securityRow(row, `security[${String(index)}]`)),
  };
}

export const encodeUsageBatch = (batch: UsageBatch): Buffer => usageBatchDefinition.serialize(usageBatchToWire(batch));

/** @throws Fault `validation_failed` where it is none */
export function decodeUsageBatch(value: Uint8Array): UsageBatch {
  let batch: WireUsageBatchRead;
  try {
    batch = usageBatchDefinition.deserialize(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
  } catch (cause) {
    throw new Fault('validation_failed', 'This is no batch of usage.', { cause });
  }
  return usageBatchFromWire(batch);
}

function usageRow(row: WireUsageRow, path: string): UsageRow {
  const { minuteMs, lastUsedAtMs, latencySumUs, latencyBuckets, latencyCounts, ...rest } = row;
  const { keyId, organizationId, route, scopes, status, country, requests, bytesIn, bytesOut } = rest;
  const fits =
    isMinute(minuteMs) &&
    [keyId, organizationId, route, country, ...scopes].every(isText) &&
    scopes.length <= MAX_SCOPES &&
    status <= MAX_STATUS &&
    [requests, bytesIn, bytesOut, lastUsedAtMs, latencySumUs, ...latencyCounts].every(isCount) &&
    latencyBuckets.length === latencyCounts.length;
  if (!fits) throw refused(path, 'a minute, short texts and counts');
  return {
    ...{ minute: minuteMs, keyId, organizationId, route, scopes, status, country },
    ...{ requests, bytesIn, bytesOut, lastUsedAt: lastUsedAtMs },
    latency: {
      sumMicros: latencySumUs,
      buckets: new Map(latencyBuckets.map((bucket, index) => [bucket, latencyCounts[index] ?? 0])),
    },
  };
}

function securityRow({ minuteMs, reason, source, keyId, organizationId, count }: WireSecurityRow, path: string) {
  const fits = isMinute(minuteMs) && [reason, source, keyId, organizationId].every(isText) && isCount(count);
  if (!fits) throw refused(path, 'a minute, short texts and a count');
  const row: SecurityRow = { minute: minuteMs, reason, source, keyId, organizationId, count };
  return row;
}

const isText = (text: string): boolean => text.length <= MAX_TEXT;
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isMinute = (value: number): boolean => isCount(value) && value % MINUTE_MS === 0;

function refused(field: string, message: string): Fault {
  const errors: readonly FieldError[] = [{ field: `batch.${field}`, message: `must be ${message}` }];
  return new Fault('validation_failed', 'The batch is not valid.', { errors });
}
