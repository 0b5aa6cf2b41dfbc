import {
  type Attempt,
  BEFORE_FIRST,
  type CommandId,
  type Incarnation,
  type KeyDigest,
  type LedgerEvent,
  MAX_HOLD_MS,
  type Noop,
  type OrganizationId,
  type WebhookKind,
} from '@keyledger/domain';
import { isFault } from '@keyledger/ports';
import { describe, expect, it } from 'vitest';
import { decodeRecord, encodeAttempt, encodeNoop } from '../src/index.ts';

const secret = {
  digest: 'ab'.repeat(32) as KeyDigest,
  digestKeyId: 'dk1',
  prefix: 'kl_sk_live_',
  last4: 'wxyz',
  publicKey: null,
};
const organizationId = 'org_01' as OrganizationId;

const events: LedgerEvent[] = [
  { type: 'ledger.opened', ledgerId: 'abc', maxHoldMs: 7_000 },
  { type: 'ledger.max_hold_changed', maxHoldMs: 60_000 },
  { type: 'ledger.epoch_opened', ledgerId: 'def', replaces: ['abc', 'abb'], longestHoldMs: 60_000 },
  {
    type: 'organization.created',
    name: 'Acme',
    slug: 'acme',
    routes: ['*'],
    environments: ['live'],
    tier: 'free',
    limits: { perHour: 1_000_000_000, burst: 10_000_000, overage: true },
    demo: true,
  },
  { type: 'organization.updated', changes: { routes: [], environments: ['test'], tier: 'pro', demo: false, name: '' } },
  { type: 'organization.updated', changes: {} },
  { type: 'organization.updated', changes: { limits: { perHour: 1, burst: 1, overage: false } } },
  { type: 'organization.updated', changes: { limits: null } },
  { type: 'organization.paused' },
  { type: 'organization.resumed' },
  {
    type: 'key.created',
    organizationId,
    name: 'n',
    kind: 'public',
    environment: 'live',
    holder: 'user',
    scopes: ['a:b'],
    restrictions: { ips: ['10.0.0.0/8'], origins: ['*'] },
    tier: null,
    limits: null,
    metadata: { team: 'blue' },
    expiresAt: 1_900_000_000_000,
    secret: { ...secret, publicKey: 'kl_pk_live_x' },
  },
  { type: 'key.updated', changes: { expiresAt: null, tier: null, metadata: {}, scopes: [] } },
  { type: 'key.updated', changes: { expiresAt: 5, restrictions: { ips: [], origins: [] }, name: 'x', tier: 'pro' } },
  { type: 'key.updated', changes: { limits: { perHour: 1, burst: 1, overage: true } } },
  { type: 'key.updated', changes: { limits: null } },
  { type: 'key.rotated', secret, overlapEndsAt: null },
  { type: 'key.rotated', secret, overlapEndsAt: 1_900_000_000_000 },
  { type: 'key.rotation_finished' },
  { type: 'key.paused' },
  { type: 'key.resumed' },
  { type: 'key.revoked' },
  {
    type: 'token.created',
    organizationId,
    name: 't',
    role: 'service',
    expiresAt: null,
    digest: 'cd'.repeat(32),
    last4: 'abcd',
  },
  { type: 'token.revoked' },
  { type: 'member.added', organizationId, subject: 'https://id.example|ada', role: 'owner' },
  { type: 'member.role_changed', role: 'driver' },
  { type: 'member.removed' },
  {
    type: 'webhook.created',
    organizationId,
    url: 'https://hooks.example/a?b=c',
    kinds: ['key.near_limit', 'security.events'],
    digestKeyId: 'dk1',
    description: '',
  },
  { type: 'webhook.removed' },
];

const attempt = (event: LedgerEvent, expectedVersion: number | null): Attempt => ({
  commandId: '12'.repeat(32) as CommandId,
  fingerprint: '34'.repeat(32),
  aggregateId: 'key_01',
  expectedVersion,
  occurredAt: 1_800_000_000_123,
  actor: { subject: 'ada', kind: 'token', address: '127.0.0.1' },
  reason: 'because',
  event,
});

describe('a ledger record', () => {
  it.each(events.map((event) => [event.type, event] as const))('%s reads back as it was written', (_, event) => {
    for (const version of [null, 0, 7]) {
      const original = attempt(event, version);
      expect(decodeRecord(encodeAttempt(original))).toEqual({ kind: 'attempt', attempt: original });
    }
  });

  it('with an event of a later version is an attempt whose event is unknown', () => {
    const known = encodeAttempt(attempt({ type: 'unknown' }, 3));
    // Field 200 of the attempt, which no contract has yet: an empty message.
    const attemptBytes = Buffer.concat([known.subarray(known.length - attemptLength(known)), Buffer.of(0xc2, 0x0c, 0)]);
    const later = Buffer.concat([Buffer.of(0x0a), varint(attemptBytes.length), attemptBytes]);
    expect(decodeRecord(later)).toEqual({ kind: 'attempt', attempt: attempt({ type: 'unknown' }, 3) });
  });

  it('with a webhook for a kind of a later version is an attempt whose event is unknown', () => {
    const kinds: WebhookKind[] = ['key.unused', 'key.of_tomorrow' as WebhookKind];
    const created: LedgerEvent = {
      type: 'webhook.created',
      organizationId,
      url: '',
      kinds,
      digestKeyId: '',
      description: '',
    };
    const read = decodeRecord(encodeAttempt(attempt(created, 0)));
    expect(read).toEqual({ kind: 'attempt', attempt: attempt({ type: 'unknown' }, 0) });
  });

  it.each([
    { perHour: 0, burst: 1 },
    { perHour: 1, burst: 0 },
  ])('with limits by which nothing can be counted (%o) is an attempt whose event is unknown', (limits) => {
    for (const type of ['key.updated', 'organization.updated'] as const) {
      const read = decodeRecord(
        encodeAttempt(attempt({ type, changes: { limits: { ...limits, overage: false } } }, 1)),
      );
      expect(read).toEqual({ kind: 'attempt', attempt: attempt({ type: 'unknown' }, 1) });
    }
  });

  it('with an epoch of the time before it said how long leases were allows the longest that there may be', () => {
    const epoch: LedgerEvent = { type: 'ledger.epoch_opened', ledgerId: 'def', replaces: ['abc'], longestHoldMs: 0 };
    const read = attempt({ ...epoch, longestHoldMs: MAX_HOLD_MS.most }, 1);
    expect(decodeRecord(encodeAttempt(attempt(epoch, 1)))).toEqual({ kind: 'attempt', attempt: read });
  });

  it('may be a no-op', () => {
    const incarnation = 'ab'.repeat(16) as Incarnation;
    const noop: Noop = {
      holders: [
        { incarnation, terms: { stalenessMs: 5_000, staleAllowanceMs: 600_000 } },
        { incarnation, terms: { stalenessMs: 5_000, staleAllowanceMs: 0 }, sharesLimits: true },
      ],
      complete: true,
      reports: [{ incarnation, applied: BEFORE_FIRST, gaveBack: true }],
    };
    expect(decodeRecord(encodeNoop(noop))).toEqual({ kind: 'noop', noop });
  });

  it('may be a no-op of the time before leases, of which nobody knows who relies on it', () => {
    const bare = Buffer.of(0x12, 0);
    expect(decodeRecord(bare)).toEqual({ kind: 'noop', noop: { holders: [], complete: false, reports: [] } });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('not a record')],
    ['a truncated attempt', encodeAttempt(attempt({ type: 'key.paused' }, 1)).subarray(0, 20)],
  ])('of %s is refused as corrupt', (_, bytes) => {
    expect(() => decodeRecord(bytes)).toThrow(expect.toSatisfy((error) => isFault(error, 'ledger_corrupt')));
  });
});

function varint(value: number): Buffer {
  return value < 128 ? Buffer.of(value) : Buffer.of((value & 127) | 128, value >> 7);
}

/** The length that the record's first field states. */
function attemptLength(record: Uint8Array): number {
  const first = record[1] ?? 0;
  return first < 128 ? first : (first & 127) | ((record[2] ?? 0) << 7);
}
