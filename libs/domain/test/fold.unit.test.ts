import { type Attempt, COMMAND_MEMORY, type KeyDigest, rememberedCommand } from '@keyledger/domain';
import { beforeEach, expect, test } from 'vitest';
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
} from './kit/samples.ts';
import { Story } from './kit/story.ts';

const key = keyId();
let story: Story;

beforeEach(() => {
  story = new Story();
  story.tell(organizationId(), organizationCreated());
  story.tell(key, keyCreated(), { commandId: commandId(1) });
});

/** Folds one more record; the version it made, or why it is void. */
function fold(over: Partial<Attempt>): number | string {
  const attempt = attemptOf({ aggregateId: key, event: { type: 'key.paused' }, commandId: commandId(500), ...over });
  const verdict = story.fold.fold(attempt);
  return verdict.kind === 'void' ? verdict.why : verdict.aggregate.version;
}

test('of two commands against one version, the first in the log wins', () => {
  expect(fold({ expectedVersion: 1, commandId: commandId(10) })).toBe(2);
  expect(fold({ expectedVersion: 1, commandId: commandId(11) })).toBe('version_mismatch');
});

test('a revocation beats whatever was written before it, and what comes after it is late', () => {
  expect(fold({ expectedVersion: 1, commandId: commandId(10) })).toBe(2);
  expect(fold({ event: { type: 'key.revoked' }, expectedVersion: null, commandId: commandId(11) })).toBe(3);
  expect(fold({ event: { type: 'key.resumed' }, expectedVersion: 2, commandId: commandId(12) })).toBe(
    'version_mismatch',
  );
  expect(fold({ event: { type: 'key.revoked' }, expectedVersion: null, commandId: commandId(13) })).toBe(
    'already_revoked',
  );
});

test('nothing but a revocation comes without a version', () => {
  expect(fold({ expectedVersion: null })).toBe('event_out_of_place');
  const onOrganization = { aggregateId: organizationId(), expectedVersion: null };
  expect(fold({ ...onOrganization, event: { type: 'organization.paused' } })).toBe('event_out_of_place');
  expect(fold({ ...onOrganization, event: { type: 'key.revoked' } })).toBe('event_out_of_place');
});

test('a repeated create is void for ever, also under another id', () => {
  const created = { event: keyCreated({ secret: secretDigest(2) }), commandId: commandId(1), expectedVersion: 0 };
  for (let n = 0; n < 3 * COMMAND_MEMORY; n++) story.tell(key, { type: 'key.updated', changes: {} });
  expect(fold({ ...created, aggregateId: keyId(2) })).toBe('command_repeated');
  expect(fold(created)).toBe('command_repeated');
});

test('any other command is remembered a fixed number of versions back, by its aggregate', () => {
  const repeated = { event: { type: 'key.resumed' }, commandId: commandId(10) } as const;
  expect(fold({ commandId: commandId(10), expectedVersion: 1 })).toBe(2);
  for (let n = 1; n < COMMAND_MEMORY; n++) story.tell(key, { type: 'key.updated', changes: {} });
  expect(fold({ ...repeated, expectedVersion: COMMAND_MEMORY + 1 })).toBe('command_repeated');
  story.tell(key, { type: 'key.updated', changes: {} });
  expect(fold({ ...repeated, expectedVersion: COMMAND_MEMORY + 2 })).toBe(COMMAND_MEMORY + 3);
});

test('a command that gave a member a role does not add them again, behind their removal', () => {
  story.tell(memberId(1), memberAdded({ role: 'driver' }));
  story.tell(memberId(1), { type: 'member.role_changed', role: 'operator' }, { commandId: commandId(900) });
  story.tell(memberId(1), { type: 'member.removed' });
  const copy = { aggregateId: memberId(2), event: memberAdded({ role: 'operator' }), expectedVersion: 0 };
  expect(fold({ ...copy, commandId: commandId(900) })).toBe('command_repeated');
  expect(fold({ ...copy, commandId: commandId(901) })).toBe(1);
});

test('what an aggregate remembers of a command is its fingerprint, version and position', () => {
  const fingerprint = 'f'.repeat(64);
  expect(fold({ commandId: commandId(10), expectedVersion: 1, fingerprint })).toBe(2);
  const aggregate = story.fold.aggregate(key);
  if (aggregate === undefined) throw new Error('no key');
  const remembered = { commandId: commandId(10), fingerprint, version: 2, position: story.fold.position };
  expect(rememberedCommand(aggregate, commandId(10))).toEqual(remembered);
  expect(rememberedCommand(aggregate, commandId(1))).toEqual(aggregate.creation);
  expect(rememberedCommand(aggregate, commandId(11))).toBeUndefined();
});

test('a slug and a digest are taken for ever', () => {
  const rotated = { type: 'key.rotated', secret: secretDigest(5), overlapEndsAt: null } as const;
  story.tell(key, rotated);
  story.tell(key, { type: 'key.revoked' }, { expectedVersion: null });
  const other = { aggregateId: keyId(2), expectedVersion: 0 };
  expect(fold({ ...other, event: keyCreated({ secret: secretDigest(5) }) })).toBe('digest_taken');
  expect(fold({ ...other, event: keyCreated({ secret: secretDigest(1) }) })).toBe('digest_taken');
  const organization = { aggregateId: organizationId(2), event: organizationCreated(), expectedVersion: 0 };
  expect(fold(organization)).toBe('slug_taken');
});

test('the digest of a token is taken for ever, also once it is revoked', () => {
  const event = tokenCreated();
  story.tell(tokenId(1), event);
  const other = { aggregateId: tokenId(2), event, expectedVersion: 0 };
  expect(fold(other)).toBe('digest_taken');
  story.tell(tokenId(1), { type: 'token.revoked' }, { expectedVersion: null });
  expect(fold(other)).toBe('digest_taken');
  expect(fold({ ...other, event: tokenCreated({ digest: 'e'.repeat(64) }) })).toBe(1);
  const secret = secretDigest(9, { digest: event.digest as KeyDigest });
  expect(
    fold({ aggregateId: keyId(2), event: keyCreated({ secret }), expectedVersion: 0, commandId: commandId(501) }),
  ).toBe(1);
});

test('a key needs an organization', () => {
  const event = keyCreated({ organizationId: organizationId(9), secret: secretDigest(9) });
  expect(fold({ aggregateId: keyId(2), event, expectedVersion: 0 })).toBe('unknown_aggregate');
});

test('a webhook needs an organization, is removed once, and whatever was read before', () => {
  const aggregateId = webhookId();
  const lost = webhookCreated({ organizationId: organizationId(9) });
  expect(fold({ aggregateId, event: lost, expectedVersion: 0 })).toBe('unknown_aggregate');
  expect(fold({ aggregateId, event: webhookCreated(), expectedVersion: 0, commandId: commandId(10) })).toBe(1);
  const removed = { aggregateId, event: { type: 'webhook.removed' }, expectedVersion: null } as const;
  expect(fold({ ...removed, commandId: commandId(11) })).toBe(2);
  expect(fold({ ...removed, commandId: commandId(12) })).toBe('already_revoked');
});

test('an event on something that is not there is void', () => {
  for (const expectedVersion of [1, null])
    expect(fold({ aggregateId: keyId(9), expectedVersion })).toBe('unknown_aggregate');
  expect(fold({ aggregateId: keyId(9), expectedVersion: 0 })).toBe('event_out_of_place');
});

test.each([
  [key, { type: 'organization.paused' }],
  [key, { type: 'token.revoked' }],
  [key, keyCreated({ secret: secretDigest(9) })],
  [organizationId(), { type: 'key.paused' }],
  [organizationId(), ledgerOpened()],
  [organizationId(), { type: 'webhook.removed' }],
] as const)('on %s, %j is out of place', (aggregateId, event) => {
  expect(fold({ aggregateId, event, expectedVersion: 1 })).toBe('event_out_of_place');
});

test.each([
  [organizationId(7), keyCreated({ secret: secretDigest(9) })],
  [keyId(7), organizationCreated({ slug: 'new' })],
  [keyId(7), tokenCreated()],
  [tokenId(7), keyCreated({ secret: secretDigest(9) })],
  [keyId(7), ledgerOpened()],
  [keyId(7), webhookCreated()],
  ['ledger', keyCreated({ secret: secretDigest(9) })],
  ['key_short', keyCreated({ secret: secretDigest(9) })],
] as const)('%s cannot be created by %j', (aggregateId, event) => {
  expect(fold({ aggregateId, event, expectedVersion: 0 })).toBe('event_out_of_place');
});

test('an event of a later version blocks what it is about, and the versions go on', () => {
  expect(fold({ event: { type: 'unknown' }, expectedVersion: 1, commandId: commandId(10) })).toBe(2);
  expect(fold({ event: { type: 'key.resumed' }, expectedVersion: 2, commandId: commandId(11) })).toBe(3);
  expect(story.fold.aggregate(key)).toMatchObject({ blocked: true, version: 3 });
});

test('who does not know webhooks yet makes none of them, and everything else of the log', () => {
  const event = { type: 'unknown' } as const;
  expect(fold({ aggregateId: webhookId(), event, expectedVersion: 0, commandId: commandId(10) })).toBe(
    'event_out_of_place',
  );
  expect(fold({ aggregateId: webhookId(), event, expectedVersion: null, commandId: commandId(11) })).toBe(
    'unknown_aggregate',
  );
  expect(fold({ expectedVersion: 1, commandId: commandId(12) })).toBe(2);
  for (const id of [key, organizationId()]) expect(story.fold.aggregate(id)).toMatchObject({ blocked: false });
});
