import type { Actor, Attempt, KeyDigest, LedgerEvent } from '@keyledger/domain';
import fc from 'fast-check';
import { deepFreeze } from './deep-freeze.ts';
import { MemoryFold } from './memory-fold.ts';
import {
  attemptOf,
  commandId,
  keyCreated,
  keyId,
  ledgerOpened,
  memberAdded,
  memberId,
  organizationCreated,
  organizationId,
  secretDigest,
  tokenCreated,
  tokenId,
  webhookCreated,
  webhookId,
} from './samples.ts';

const few = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most });
const digest = few(40).map((n) => secretDigest(n, { digest: n.toString(16).padStart(64, '0') as KeyDigest }));
const limits = fc.constantFrom(null, { perHour: 60, burst: 5, overage: true });
const moment = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null });

export const laterKeyEvent: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.constant<LedgerEvent>({ type: 'key.paused' }),
  fc.constant<LedgerEvent>({ type: 'key.resumed' }),
  fc.constant<LedgerEvent>({ type: 'key.rotation_finished' }),
  fc.record({ type: fc.constant('key.rotated' as const), secret: digest, overlapEndsAt: moment }),
  fc
    .record(
      {
        scopes: fc.subarray(['a', 'b', 'keys.manage']),
        tier: fc.constantFrom(null, 'gold'),
        limits,
        expiresAt: moment,
        name: fc.constant('n'),
        restrictions: fc.record({ ips: fc.subarray(['10.0.0.0/8']), origins: fc.subarray(['https://a']) }),
      },
      { requiredKeys: [] },
    )
    .map((changes) => ({ type: 'key.updated' as const, changes })),
);

const revoked = fc.constant<LedgerEvent>({ type: 'key.revoked' });
const unknown = fc.constant<LedgerEvent>({ type: 'unknown' });

const organizationEvent: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.constantFrom('acme', 'slug-1', 'slug-2').map((slug) => organizationCreated({ slug })),
  fc.constant<LedgerEvent>({ type: 'organization.paused' }),
  fc.constant<LedgerEvent>({ type: 'organization.resumed' }),
  limits.map((own): LedgerEvent => {
    return { type: 'organization.updated', changes: { tier: 'silver', routes: ['a'], limits: own } };
  }),
);

const creation: fc.Arbitrary<LedgerEvent> = fc
  .tuple(few(3), digest, fc.constantFrom(['read'], ['keys.manage']))
  .map(([n, secret, scopes]) => keyCreated({ organizationId: organizationId(n), secret, scopes }));

/** As long as those of keys, and of the same few. */
const tokenEvent: fc.Arbitrary<LedgerEvent> = fc.oneof(
  few(3).map((n) => tokenCreated({ digest: n.toString(16).padStart(64, '0') })),
  fc.constant<LedgerEvent>({ type: 'token.revoked' }),
);
const role = fc.constantFrom('owner' as const, 'driver' as const);
const memberCreation: fc.Arbitrary<LedgerEvent> = fc
  .record({ organizationId: few(2).map(organizationId), subject: fc.constantFrom('ada', 'bob'), role })
  .map(memberAdded);
const laterMemberEvent: fc.Arbitrary<LedgerEvent> = fc.oneof(
  role.map((each): LedgerEvent => ({ type: 'member.role_changed', role: each })),
  fc.constant<LedgerEvent>({ type: 'member.removed' }),
);
const memberEvent = fc.oneof(memberCreation, laterMemberEvent);
const webhookEvent: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc
    .record({ organizationId: few(2).map(organizationId), digestKeyId: fc.constantFrom('k1', 'k2') })
    .map(webhookCreated),
  fc.constant<LedgerEvent>({ type: 'webhook.removed' }),
);
const ownEvent = fc.oneof(tokenEvent, memberEvent, webhookEvent);
const anyEvent = fc.oneof(organizationEvent, creation, laterKeyEvent, revoked, ownEvent, unknown);

/** Mostly what belongs to the aggregate, sometimes anything. */
const target: fc.Arbitrary<{ aggregateId: string; event: LedgerEvent }> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ aggregateId: few(3).map(organizationId), event: organizationEvent }) },
  { weight: 3, arbitrary: fc.record({ aggregateId: few(3).map(keyId), event: creation }) },
  { weight: 6, arbitrary: fc.record({ aggregateId: few(3).map(keyId), event: laterKeyEvent }) },
  { weight: 1, arbitrary: fc.record({ aggregateId: few(3).map(keyId), event: fc.oneof(revoked, unknown) }) },
  { weight: 1, arbitrary: fc.record({ aggregateId: few(3).map(tokenId), event: tokenEvent }) },
  { weight: 3, arbitrary: fc.record({ aggregateId: few(5).map(memberId), event: memberEvent }) },
  { weight: 2, arbitrary: fc.record({ aggregateId: few(3).map(webhookId), event: webhookEvent }) },
  {
    weight: 1,
    arbitrary: fc.record({
      aggregateId: fc.constantFrom(
        'ledger',
        keyId(1),
        organizationId(1),
        tokenId(1),
        memberId(1),
        webhookId(1),
        'nonsense',
      ),
      event: fc.oneof(anyEvent, fc.constant(ledgerOpened())),
    }),
  },
);

const actor: fc.Arbitrary<Actor> = fc
  .oneof(
    { weight: 6, arbitrary: fc.constant({ kind: 'system' as const, subject: 'system' }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('possession' as const), subject: few(3).map(keyId) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('token' as const), subject: few(3).map(tokenId) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('user' as const), subject: few(5).map(memberId) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('key' as const), subject: few(3).map(keyId) }) },
  )
  .map((who) => ({ ...who, address: '' }));

/** What a careless writer does next: a command against some version, or the n-th record once more. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      target,
      actor,
      command: few(60).map(commandId),
      expected: fc.oneof(
        { weight: 4, arbitrary: fc.constant('current' as const) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 6 }) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ again: fc.nat() }) },
);

/** A log that begins with an organization and a key, and goes on with what races, resends and mistakes may write. */
export function randomLog(maxLength: number): fc.Arbitrary<readonly Attempt[]> {
  return fc.array(step, { maxLength, size: 'max' }).map((steps) => {
    const log: Attempt[] = [];
    const fold = new MemoryFold();
    const write = (attempt: Attempt): void => {
      log.push(deepFreeze(attempt));
      fold.fold(attempt);
    };
    write(attemptOf({ aggregateId: organizationId(1), event: organizationCreated(), commandId: commandId(1001) }));
    write(
      attemptOf({ aggregateId: keyId(1), event: keyCreated({ secret: secretDigest(99) }), commandId: commandId(1002) }),
    );
    for (const next of steps) {
      if ('again' in next) {
        write(log[next.again % log.length] as Attempt);
        continue;
      }
      const { aggregateId, event } = next.target;
      const version = fold.aggregate(aggregateId)?.version ?? 0;
      const expectedVersion = next.expected === 'current' ? version : next.expected;
      const unconditional = ['key.revoked', 'token.revoked', 'webhook.removed'].includes(event.type);
      write(
        attemptOf({
          aggregateId,
          event,
          actor: next.actor,
          commandId: next.command,
          expectedVersion: unconditional ? null : expectedVersion,
        }),
      );
    }
    return log;
  });
}
