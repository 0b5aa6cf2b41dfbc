import { type KeyCommand, SECRETS_KEPT, type SecretDigest } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';
import { givenKey } from './kit/decider-specification.ts';
import { NOON, secretDigest } from './kit/samples.ts';

const HOUR = 3_600_000;
const paused = { type: 'key.paused' } as const;
const resumed = { type: 'key.resumed' } as const;
const revoked = { type: 'key.revoked' } as const;
const finished = { type: 'key.rotation_finished' } as const;
const rotated = (n: number, overlapEndsAt: number | null) =>
  ({ type: 'key.rotated', secret: secretDigest(n), overlapEndsAt }) as const;
const rotate = (n: number, overlapMs: number, secret: SecretDigest = secretDigest(n)): KeyCommand => ({
  type: 'rotate',
  secret,
  overlapMs,
});
const overlapping = rotated(2, NOON + HOUR);

describe('pause', () => {
  test('of an active key pauses it, and of a paused one is no event', () => {
    givenKey({}).when({ type: 'pause' }, NOON).then(paused);
    givenKey({}, paused).when({ type: 'pause' }, NOON).then();
    givenKey({}, paused, resumed).when({ type: 'pause' }, NOON).then(paused);
  });

  test('is possible in transition and after expiry', () => {
    givenKey({}, overlapping).when({ type: 'pause' }, NOON).then(paused);
    givenKey({ expiresAt: NOON }).when({ type: 'pause' }, NOON).then(paused);
  });

  test('in transition does not stop the overlap', () => {
    givenKey({}, overlapping, paused, resumed)
      .when(rotate(3, HOUR), NOON + HOUR - 1)
      .thenRefused('rotation_in_progress');
    givenKey({}, overlapping, paused, resumed)
      .when(rotate(3, HOUR), NOON + HOUR)
      .then(rotated(3, NOON + 2 * HOUR));
    givenKey({}, overlapping, paused)
      .when({ type: 'finish_rotation' }, NOON + HOUR)
      .then(finished);
  });
});

describe('resume', () => {
  test('of a paused key resumes it, and of any other is no event', () => {
    givenKey({}, paused).when({ type: 'resume' }, NOON).then(resumed);
    givenKey({}).when({ type: 'resume' }, NOON).then();
    givenKey({}, overlapping).when({ type: 'resume' }, NOON).then();
    givenKey({}, paused, resumed).when({ type: 'resume' }, NOON).then();
  });
});

describe('revoke', () => {
  test.each([
    ['active', []],
    ['paused', [paused]],
    ['in transition', [overlapping]],
    ['paused in transition', [overlapping, paused]],
  ])('of a key that is %s revokes it, whatever its version', (_, events) => {
    const { decision } = givenKey({}, ...events).when({ type: 'revoke' }, NOON);
    expect(decision).toEqual({ kind: 'append', event: revoked, unconditional: true });
  });

  test('of an expired key revokes it', () => {
    givenKey({ expiresAt: NOON - 1 })
      .when({ type: 'revoke' }, NOON)
      .then(revoked);
  });

  test('of a revoked key is no event', () => {
    givenKey({}, revoked).when({ type: 'revoke' }, NOON).then();
    givenKey({}, paused, revoked).when({ type: 'revoke' }, NOON).then();
  });
});

test.each<KeyCommand>([
  { type: 'pause' },
  { type: 'resume' },
  { type: 'finish_rotation' },
  { type: 'update', changes: { name: 'new' } },
  { type: 'update', changes: {} },
  rotate(2, HOUR),
  rotate(2, 0),
])('of a revoked key, $type is refused', (command) => {
  givenKey({}, revoked).when(command, NOON).thenRefused('key_revoked');
  givenKey({}, overlapping, paused, revoked).when(command, NOON).thenRefused('key_revoked');
});

describe('rotate', () => {
  test('of an active key begins an overlap that ends on the clock of the command', () => {
    givenKey({})
      .when(rotate(2, HOUR), NOON)
      .then(rotated(2, NOON + HOUR));
  });

  test('without an overlap ends the old secret whatever the clock says', () => {
    givenKey({}).when(rotate(2, 0), NOON).then(rotated(2, null));
  });

  test('in transition is refused, unless it is at once', () => {
    givenKey({}, overlapping).when(rotate(3, 1), NOON).thenRefused('rotation_in_progress');
    givenKey({}, overlapping).when(rotate(3, 0), NOON).then(rotated(3, null));
  });

  test('is possible again as soon as the overlap has ended, by the clock, by a command, or by a rotation at once', () => {
    const again = rotated(3, NOON + 2 * HOUR);
    givenKey({}, overlapping)
      .when(rotate(3, HOUR), NOON + HOUR - 1)
      .thenRefused('rotation_in_progress');
    givenKey({}, overlapping)
      .when(rotate(3, HOUR), NOON + HOUR)
      .then(again);
    givenKey({}, overlapping, finished)
      .when(rotate(3, 2 * HOUR), NOON)
      .then(again);
    givenKey({}, overlapping, rotated(9, null))
      .when(rotate(3, 2 * HOUR), NOON)
      .then(again);
  });

  test.each([0, HOUR])('while paused is refused, with an overlap of %i ms', (overlapMs) => {
    givenKey({}, paused).when(rotate(2, overlapMs), NOON).thenRefused('key_paused');
    givenKey({}, overlapping, paused).when(rotate(2, overlapMs), NOON).thenRefused('key_paused');
  });

  test.each([0, HOUR])('of an expired key is refused, with an overlap of %i ms', (overlapMs) => {
    givenKey({ expiresAt: NOON }).when(rotate(2, overlapMs), NOON).thenRefused('key_expired');
    givenKey({ expiresAt: NOON + 1 })
      .when(rotate(2, 0), NOON)
      .then(rotated(2, null));
  });

  test('of a key whose expiry was lifted is possible', () => {
    const lifted = { type: 'key.updated', changes: { expiresAt: null } } as const;
    givenKey({ expiresAt: NOON }, lifted).when(rotate(2, 0), NOON).then(rotated(2, null));
  });
});

describe('finish-rotation', () => {
  test('in transition ends the overlap', () => {
    givenKey({}, overlapping).when({ type: 'finish_rotation' }, NOON).then(finished);
    givenKey({}, overlapping, paused).when({ type: 'finish_rotation' }, NOON).then(finished);
  });

  test('after the overlap has ended by this clock is an event, since a node may be behind with its own', () => {
    givenKey({}, overlapping)
      .when({ type: 'finish_rotation' }, NOON + HOUR)
      .then(finished);
  });

  test('where every older secret was ended by an event is no event', () => {
    givenKey({}).when({ type: 'finish_rotation' }, NOON).then();
    givenKey({}, overlapping, finished).when({ type: 'finish_rotation' }, NOON).then();
    givenKey({}, rotated(2, null)).when({ type: 'finish_rotation' }, NOON).then();
    givenKey({}, overlapping, rotated(3, null)).when({ type: 'finish_rotation' }, NOON).then();
  });
});

describe('update', () => {
  const changes = { name: 'new', scopes: ['a'], expiresAt: null };

  test('is possible in every state but revoked', () => {
    for (const events of [[], [paused], [overlapping]]) {
      givenKey({}, ...events)
        .when({ type: 'update', changes }, NOON)
        .then({ type: 'key.updated', changes });
    }
    givenKey({ expiresAt: 0 }).when({ type: 'update', changes }, NOON).then({ type: 'key.updated', changes });
  });

  test('may not take the last origin of a public key, and may of a secret one', () => {
    const none = { restrictions: { ips: [], origins: [] } };
    const one = { restrictions: { ips: [], origins: ['*'] } };
    const command = { type: 'update', changes: none } as const;
    givenKey({ kind: 'public', ...one })
      .when(command, NOON)
      .thenRefused('origins_required');
    givenKey({ kind: 'secret', ...one })
      .when(command, NOON)
      .then({ type: 'key.updated', changes: none });
    givenKey({ kind: 'public', ...one })
      .when({ type: 'update', changes }, NOON)
      .then({ type: 'key.updated', changes });
  });
});

describe('the end of a secret by its holder', () => {
  const endSecret = (n: number): KeyCommand => ({ type: 'end_secret', digest: secretDigest(n).digest });

  test('revokes the key where it is the newest one', () => {
    givenKey({}).when(endSecret(1), NOON).then(revoked);
    givenKey({}, overlapping).when(endSecret(2), NOON).then(revoked);
    givenKey({}, paused).when(endSecret(1), NOON).then(revoked);
  });

  test('ends the overlap where it is in one', () => {
    givenKey({}, overlapping).when(endSecret(1), NOON).then(finished);
  });

  test('does nothing where the key does not remember it any more', () => {
    const rotations = Array.from({ length: SECRETS_KEPT }, (_, index) => rotated(index + 2, NOON + index));
    givenKey({}, ...rotations)
      .when(endSecret(1), NOON)
      .then();
    givenKey({}, ...rotations)
      .when(endSecret(SECRETS_KEPT + 1), NOON)
      .then(revoked);
  });

  test('is no event where it has ended, is unknown, is public, or its key is revoked', () => {
    givenKey({}, overlapping)
      .when(endSecret(1), NOON + HOUR)
      .then();
    givenKey({}, overlapping, finished).when(endSecret(1), NOON).then();
    givenKey({}, rotated(2, null)).when(endSecret(1), NOON).then();
    givenKey({}).when(endSecret(9), NOON).then();
    givenKey({ kind: 'public' }).when(endSecret(1), NOON).then();
    givenKey({}, revoked).when(endSecret(1), NOON).then();
  });
});
