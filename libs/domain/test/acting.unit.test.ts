import { type Actor, type ActorKind, type Attempt, type LedgerEvent, evolveGrant, grantOf } from '@keyledger/domain';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  attemptOf,
  commandId,
  keyCreated,
  keyId,
  memberAdded,
  memberId,
  organizationCreated,
  organizationId,
  secretDigest,
  tokenCreated,
  tokenId,
} from './kit/samples.ts';
import { Story } from './kit/story.ts';

const by = (kind: ActorKind, subject: string): Actor => ({ kind, subject, address: '' });
const [target, manager] = [keyId(1), keyId(2)];
const token = by('token', tokenId());
const member = by('user', memberId());
const key = by('key', manager);
let story: Story;

beforeEach(() => {
  story = new Story();
  story.tell(organizationId(), organizationCreated());
  story.tell(target, keyCreated());
  story.tell(manager, keyCreated({ secret: secretDigest(2), scopes: ['keys.manage', 'read'] }));
  story.tell(tokenId(), tokenCreated());
  story.tell(memberId(), memberAdded({ role: 'driver' }));
});

const tell = (id: string, event: LedgerEvent): unknown =>
  story.tell(id, event, { actor: by('bootstrap', 'bootstrap') });

/** Folds what somebody asks for; the version it made, or why it is void. */
function fold(actor: Actor, over: Partial<Attempt> = {}): number | string {
  const base = {
    aggregateId: target,
    event: { type: 'key.updated', changes: { name: 'new' } },
    commandId: commandId(500),
    actor,
  } as const;
  const expectedVersion = story.fold.aggregate(over.aggregateId ?? target)?.version ?? 0;
  const verdict = story.fold.fold(attemptOf({ ...base, expectedVersion, ...over }));
  return verdict.kind === 'void' ? verdict.why : verdict.aggregate.version;
}

const ENDS: [string, Actor, [string, LedgerEvent]][] = [
  ['a token that was revoked', token, [token.subject, { type: 'token.revoked' }]],
  ['a member who was removed', member, [member.subject, { type: 'member.removed' }]],
  ['a key that was revoked', key, [manager, { type: 'key.revoked' }]],
  ['a key that was paused', key, [manager, { type: 'key.paused' }]],
  ['a key that may manage no more', key, [manager, { type: 'key.updated', changes: { scopes: ['read'] } }]],
  ['a key whose organization was paused', key, [organizationId(), { type: 'organization.paused' }]],
];

describe.each(ENDS)('behind its end, %s', (_, actor, end) => {
  test.each([
    ['changes nothing', {}],
    ['rotates nothing', { event: { type: 'key.rotated', secret: secretDigest(8), overlapEndsAt: null } }],
    ['makes nothing', { aggregateId: keyId(9), event: keyCreated({ secret: secretDigest(9) }) }],
  ] as const)('%s', (__, asked) => {
    tell(...end);
    expect(fold(actor, asked)).toBe('actor_revoked');
  });

  test.each([
    ['pauses', { event: { type: 'key.paused' } }],
    ['revokes', { event: { type: 'key.revoked' }, expectedVersion: null }],
    ['ends a rotation of', { event: { type: 'key.rotation_finished' } }],
  ] as const)('%s another key all the same: that only takes', (__, asked) => {
    tell(...end);
    expect(fold(actor, asked)).toBe(2);
  });

  test('what stood in the log before it stays, and a repeat of that is one', () => {
    expect(fold(actor)).toBe(2);
    tell(...end);
    expect(story.fold.aggregate(target)?.version).toBe(2);
    expect(fold(actor)).toBe('command_repeated');
  });

  test('its id ends nobody who has other authority: who holds the secret, the system, an operator', () => {
    tell(...end);
    for (const kind of ['possession', 'system', 'bootstrap'] as const) {
      const version = story.fold.aggregate(target)?.version ?? 0;
      const asked = { event: { type: 'key.updated', changes: {} }, commandId: commandId(600 + version) } as const;
      expect(fold(by(kind, actor.subject), asked)).toBe(version + 1);
    }
  });
});

test.each([
  ['a key that is resumed', [manager, { type: 'key.paused' }], [manager, { type: 'key.resumed' }]],
  [
    'a key whose organization is resumed',
    [organizationId(), { type: 'organization.paused' }],
    [organizationId(), { type: 'organization.resumed' }],
  ],
] as [string, [string, LedgerEvent], [string, LedgerEvent]][])('%s acts again', (_, pause, resume) => {
  tell(...pause);
  expect(fold(key)).toBe('actor_revoked');
  tell(...resume);
  expect(fold(key)).toBe(2);
});

test.each([
  ['a token', token, { aggregateId: tokenId(), event: { type: 'token.revoked' } }],
  ['a key', key, { aggregateId: manager, event: { type: 'key.revoked' } }],
] as const)('%s ends itself', (_, actor, asked) => {
  expect(fold(actor, { ...asked, expectedVersion: null })).toBe(2);
});

test('a member ends itself', () => {
  expect(fold(member, { aggregateId: memberId(), event: { type: 'member.removed' } })).toBe(2);
});

test('tokens and members of a paused organization may act, so that it can be resumed', () => {
  tell(organizationId(), { type: 'organization.paused' });
  expect(fold(token, { aggregateId: organizationId(), event: { type: 'organization.resumed' } })).toBe(3);
  expect(fold(member)).toBe(2);
});

test('somebody of whom the log says nothing may act', () => {
  expect(fold(by('token', tokenId(9)))).toBe(2);
});

test('a key whose secret was ended by a rotation may act: the log does not say which secret was shown', () => {
  tell(manager, { type: 'key.rotated', secret: secretDigest(3), overlapEndsAt: null });
  expect(fold(key)).toBe(2);
});

describe.each(['token', 'user', 'key'] as const)('who has not folded the log', (kind) => {
  const evolved = (event: LedgerEvent, actor: Actor): unknown => {
    const [organization, created] = story.changes;
    const grant = grantOf(created?.aggregate as never, organization?.aggregate as never, 0);
    const asked = attemptOf({ aggregateId: target, event, commandId: commandId(7), actor });
    return evolveGrant(grant, { ...asked, expectedVersion: 1 });
  };
  const wider: LedgerEvent = { type: 'key.updated', changes: { scopes: ['read', 'write'] } };

  test(`cannot tell whether what a ${kind} gives stands, and must ask`, () => {
    expect(evolved(wider, by(kind, 'somebody'))).toBeNull();
    expect(evolved(wider, by('system', 'canary'))).toMatchObject({ scopes: ['read', 'write'] });
  });

  test(`takes away what a ${kind} takes, without asking`, () => {
    expect(evolved({ type: 'key.paused' }, by(kind, 'somebody'))).toMatchObject({ state: 'paused' });
    expect(evolved({ type: 'key.revoked' }, by(kind, 'somebody'))).toMatchObject({ state: 'revoked' });
    expect(evolved({ type: 'key.rotation_finished' }, by(kind, 'somebody'))).not.toBeNull();
  });
});
