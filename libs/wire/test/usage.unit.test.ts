import type { UsageBatch } from '@keyledger/ports';
import { usageBatchDefinition } from '@keyledger/proto';
import { describe, expect, test } from 'vitest';
import { decodeUsageBatch, encodeUsageBatch, usageBatchToWire } from '../src/index.ts';

const MINUTE = Date.parse('2026-11-22T20:00:00Z');

const BATCH: UsageBatch = {
  node: 'ab'.repeat(16),
  sequence: 3,
  usage: [
    {
      minute: MINUTE,
      keyId: 'key_a',
      organizationId: 'org_a',
      route: 'audio.get',
      scopes: ['documents:read', 'audio:read'],
      status: 200,
      country: 'CH',
      requests: 3,
      bytesIn: 0,
      bytesOut: 2 ** 40,
      lastUsedAt: MINUTE + 17,
      latency: {
        sumMicros: 4_711,
        buckets: new Map([
          [0, 1],
          [81, 2],
        ]),
      },
    },
  ],
  security: [{ minute: MINUTE, reason: 'invalid_key', source: '192.0.2.7', keyId: '', organizationId: '', count: 9 }],
};

test('a batch comes back as it was', () => {
  expect(decodeUsageBatch(encodeUsageBatch(BATCH))).toEqual(BATCH);
});

describe('a batch is refused whole', () => {
  const wire = usageBatchToWire(BATCH);
  const [row] = wire.usage ?? [];
  test.each([
    ['without its node', { ...wire, node: Buffer.alloc(0) }, 'batch.node'],
    ['without a number', { ...wire, sequence: 0 }, 'batch.sequence'],
    ['with a number that no double holds', { ...wire, sequence: '9007199254740993' }, 'batch.sequence'],
    ['with half a minute', { ...wire, usage: [{ ...row, minuteMs: MINUTE + 1 }] }, 'batch.usage[0]'],
    ['with a bucket without a count', { ...wire, usage: [{ ...row, latencyCounts: [1] }] }, 'batch.usage[0]'],
    ['with a text that is too long', { ...wire, security: [{ reason: 'x'.repeat(257) }] }, 'batch.security[0]'],
  ])('%s', (_what, batch, field) => {
    const bytes = usageBatchDefinition.serialize(batch);
    expect(() => decodeUsageBatch(bytes)).toThrow(
      expect.objectContaining({ code: 'validation_failed', errors: [expect.objectContaining({ field })] }),
    );
  });

  test('where it is something else', () => {
    expect(() => decodeUsageBatch(Buffer.from('\x08\xff'))).toThrow(
      expect.objectContaining({ code: 'validation_failed' }),
    );
  });
});
