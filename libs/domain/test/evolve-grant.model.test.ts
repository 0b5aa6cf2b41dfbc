import {
  type Aggregate,
  type Attempt,
  type Grant,
  type KeyState,
  type OrganizationState,
  evolveGrant,
  grantOf,
} from '@keyledger/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryFold } from './kit/memory-fold.ts';
import { laterKeyEvent, randomLog } from './kit/random-log.ts';
import { keyCreated, keyId, organizationCreated, organizationId, secretDigest } from './kit/samples.ts';
import { Story } from './kit/story.ts';

type Key = Aggregate<KeyState>;
type Organization = Aggregate<OrganizationState>;

function isKey(aggregate: Aggregate | undefined): aggregate is Key {
  return aggregate?.state.type === 'key';
}

/** The grants of all secrets of a key, the oldest first, so that a rotation moves none. */
function grantsOf(fold: MemoryFold, key: Key): Grant[] {
  const organization = fold.aggregate(key.state.organizationId) as Organization;
  return key.state.secrets.map((_, index) => grantOf(key, organization, index)).reverse();
}

/** Folds the log, and hands on what each accepted change of a key makes of the grants of its secrets. */
function eachChange(log: readonly Attempt[], check: (attempt: Attempt, from: Grant, to: Grant) => void): void {
  const fold = new MemoryFold();
  for (const attempt of log) {
    const before = fold.aggregate(attempt.aggregateId);
    const from = isKey(before) ? grantsOf(fold, before) : [];
    const verdict = fold.fold(attempt);
    if (verdict.kind === 'void' || !isKey(verdict.aggregate)) continue;
    const to = grantsOf(fold, verdict.aggregate);
    for (const [index, grant] of from.entries()) check(attempt, grant, to[index] as Grant);
  }
}

test('what a holder without the fold makes of an accepted attempt is what the fold makes of it, or nothing', () => {
  const evolved = new Set<string>();
  fc.assert(
    fc.property(randomLog(120), (log) => {
      eachChange(log, (attempt, from, to) => {
        const result = evolveGrant(from, attempt);
        if (result === null) return;
        expect(result).toEqual(to);
        evolved.add(attempt.event.type);
      });
    }),
    { numRuns: 500 },
  );
  const known = ['key.paused', 'key.resumed', 'key.revoked', 'key.rotated', 'key.rotation_finished', 'key.updated'];
  expect([...evolved].sort()).toEqual(known);
});

test('an attempt against another version, and an event that it does not know, tell a holder nothing', () => {
  fc.assert(
    fc.property(fc.array(laterKeyEvent, { maxLength: 20 }), fc.integer({ min: -3, max: 3 }), (events, off) => {
      const story = new Story();
      const organization = story.tell(organizationId(), organizationCreated()).aggregate as Organization;
      const created = story.tell(keyId(), keyCreated({ secret: secretDigest(999) }));
      const grant = grantOf(created.aggregate as Key, organization, 0);
      for (const event of [...events, { type: 'unknown' } as const]) {
        const attempt = { ...created.attempt, event, expectedVersion: grant.version + off };
        if (off !== 0 || event.type === 'unknown') expect(evolveGrant(grant, attempt)).toBeNull();
      }
    }),
  );
});

test('a revocation is applied whatever version the holder knows, and once', () => {
  fc.assert(
    fc.property(randomLog(60), (log) => {
      eachChange(log, (attempt, from, to) => {
        if (attempt.event.type !== 'key.revoked') return;
        expect(evolveGrant(from, attempt)).toEqual(to);
        expect(evolveGrant(to, attempt)).toEqual(to);
        expect(evolveGrant({ ...from, version: from.version - 1 }, attempt)?.state).toBe('revoked');
      });
    }),
  );
});
