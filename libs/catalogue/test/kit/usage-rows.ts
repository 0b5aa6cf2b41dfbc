import type { SecurityRow, UsageBatch, UsageRow } from '@keyledger/ports';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const NOW = Date.parse('2026-11-22T20:10:00Z');
/** Nothing is forgotten. */
export const FOREVER = { minute: 10 * DAY, hour: 10 * DAY, day: 10 * DAY, security: 10 * DAY };
/** When batches of it come. */
export const LATER = NOW + HOUR / 2;

export const row = (change: Partial<UsageRow> = {}): UsageRow => ({
  minute: NOW,
  keyId: 'key_a',
  organizationId: 'org_a',
  route: 'audio.get',
  scopes: ['documents:read', 'audio:read'],
  status: 200,
  country: 'CH',
  requests: 2,
  bytesIn: 10,
  bytesOut: 100,
  lastUsedAt: NOW + 5,
  latency: { sumMicros: 3_000, buckets: new Map([[16, 2]]) },
  ...change,
});

let sequence = 0;
export const batch = (usage: readonly UsageRow[], security: readonly SecurityRow[] = [], node = 'aa'): UsageBatch => ({
  node,
  sequence: (sequence += 1),
  usage,
  security,
});

export const incident = (change: Partial<SecurityRow> = {}): SecurityRow => ({
  minute: NOW,
  reason: 'invalid_key',
  source: '192.0.2.1',
  keyId: '',
  organizationId: '',
  count: 1,
  ...change,
});
