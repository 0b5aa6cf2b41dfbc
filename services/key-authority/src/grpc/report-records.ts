import { type UsageStep, type UsageSummary, categoryOf } from '@keyledger/domain';
import type { SecurityRow } from '@keyledger/ports';
import type * as wire from '@keyledger/proto';
import type { NoticeView } from '../application/notice-queries.ts';
import { timestamp } from './wire-values.ts';

export function noticeToWire(record: NoticeView): wire.Notice {
  const { kind, organizationId, keyId, keyName, busyHour } = record;
  return {
    kind,
    organizationId,
    keyId,
    keyName,
    since: timestamp(record.since),
    until: timestamp(record.until),
    expiresAt: timestamp(record.expiresAt),
    secretCreatedAt: timestamp(record.secretCreatedAt),
    lastUsedAt: timestamp(record.lastUsedAt),
    busyHour: busyHour && { ...busyHour, start: timestamp(busyHour.start) },
  };
}

export const securityEventToWire = (row: SecurityRow): wire.SecurityEvent => ({
  minute: timestamp(row.minute),
  category: categoryOf(row.reason) ?? 'failed_authentication',
  reasonCode: row.reason,
  source: row.source,
  keyId: row.keyId,
  organizationId: row.organizationId,
  count: row.count,
});

export function totalsToWire(summary: UsageSummary): wire.UsageTotals {
  const { requests, successes, clientErrors, serverErrors, bytesIn, bytesOut, latency } = summary;
  return { requests, successes, clientErrors, serverErrors, bytesIn, bytesOut, latencyMs: latency };
}

export const stepToWire = (step: UsageStep): wire.UsageStep => ({
  start: timestamp(step.start),
  group: { ...step.group },
  totals: totalsToWire(step),
});
