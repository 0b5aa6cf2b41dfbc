import {
  type Aggregate,
  type Attempt,
  type Grant,
  type KeyDigest,
  type KeyState,
  type LedgerEvent,
  type OrganizationState,
  type VoidReason,
  evolveGrant,
  grantOf,
} from '@keyledger/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/kit/runs.ts';
import { MemoryFold } from './kit/memory-fold.ts';
import { laterKeyEvent, randomLog } from './kit/random-log.ts';
import { SYSTEM, keyCreated, keyId, organizationCreated, organizationId, secretDigest } from './kit/samples.ts';
import { Story } from './kit/story.ts';

type Key = Aggregate<KeyState>;
type Organization = Aggregate<OrganizationState>;

function isKey(aggregate: Aggregate | undefined): aggregate is Key {
  return aggregate?.state.type === 'key';
}

/** The grant of one of the key's secrets, be it that the key does not remember it any more. */
function grantFor(fold: MemoryFold, key: Key, digest: KeyDigest): Grant {
  const organization = fold.aggregate(key.state.organizationId) as Organization;
  const index = key.state.secrets.findIndex((secret) => secret.digest === digest);
  return grantOf(key, organization, index);
}

/** Folds the log, and hands on what each accepted change of a key makes of the grants of its secrets. */
function eachChange(
  log: readonly Attempt[],
  check: (attempt: Attempt, from: Grant, to: Grant) => void,
  checkVoid: (attempt: Attempt, from: Grant, why: VoidReason) => void = () => undefined,
): void {
  const fold = new MemoryFold();
  const digests = new Map<string, Set<KeyDigest>>();
  for (const attempt of log) {
    const before = fold.aggregate(attempt.aggregateId);
    const known = [...(digests.get(attempt.aggregateId) ?? [])];
    const from = isKey(before) ? known.map((digest) => grantFor(fold, before, digest)) : [];
    const verdict = fold.fold(attempt);
    if (verdict.kind === 'void') for (const grant of from) checkVoid(attempt, grant, verdict.why);
    if (verdict.kind === 'void' || !isKey(verdict.aggregate)) continue;
    const { aggregate } = verdict;
    const [{ digest: newest }] = aggregate.state.secrets;
    digests.set(aggregate.id, new Set([...known, newest]));
    for (const [index, grant] of from.entries()) {
      check(attempt, grant, grantFor(fold, aggregate, known[index] as KeyDigest));
    }
  }
}

/** One key's log, in which rotations are the rule. */
const rotations: fc.Arbitrary<readonly Attempt[]> = fc
  .array(
    fc.oneof(
      { weight: 1, arbitrary: fc.constant<LedgerEvent>({ type: 'key.rotation_finished' }) },
      { weight: 9, arbitrary: fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }) },
    ),
    { minLength: 20, maxLength: 60 },
  )
  .map((happenings) => {
    const story = new Story();
    story.tell(organizationId(), organizationCreated());
    story.tell(keyId(), keyCreated());
    for (const [index, each] of happenings.entries()) {
      const secret = secretDigest(index + 2);
      const isRotation = each === null || typeof each === 'number';
      const event = isRotation ? ({ type: 'key.rotated', secret, overlapEndsAt: each } as const) : each;
      story.tell(keyId(), event, { actor: SYSTEM });
    }
    return story.changes.map(({ attempt }) => attempt);
  });

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
    { numRuns: runs(500) },
  );
  const known = ['key.paused', 'key.resumed', 'key.revoked', 'key.rotated', 'key.rotation_finished', 'key.updated'];
  expect([...evolved].sort()).toEqual(known);
});

test('also of a secret that so many rotations make its key forget', () => {
  let retired = 0;
  fc.assert(
    fc.property(rotations, (log) => {
      eachChange(log, (attempt, from, to) => {
        const result = evolveGrant(from, attempt);
        // A refusal stays one, so that a hammered secret costs nothing.
        if (from.secretRetired) expect(result).not.toBeNull();
        if (result === null) return;
        expect(result).toEqual(to);
        if (result.secretRetired && !from.secretRetired) retired += 1;
      });
    }),
    { numRuns: runs(100) },
  );
  expect(retired).toBeGreaterThan(runs(100));
});

test('what is void because of who asked for it changes nothing that a holder has: it asks again', () => {
  let seen = 0;
  fc.assert(
    fc.property(randomLog(120), (log) => {
      eachChange(
        log,
        () => undefined,
        (attempt, from, why) => {
          if (why !== 'actor_revoked') return;
          expect(evolveGrant(from, attempt)).toBeNull();
          seen += 1;
        },
      );
    }),
  );
  expect(seen).toBeGreaterThan(0);
});

test('an attempt against another version, and an event that it does not know, tell a holder nothing', () => {
  fc.assert(
    fc.property(fc.array(laterKeyEvent, { maxLength: 20 }), fc.integer({ min: -3, max: 3 }), (events, off) => {
      const story = new Story();
      const organization = story.tell(organizationId(), organizationCreated()).aggregate as Organization;
      const created = story.tell(keyId(), keyCreated({ secret: secretDigest(999) }));
      const grant = grantOf(created.aggregate as Key, organization, 0);
      for (const event of [...events, { type: 'unknown' } as const]) {
        const attempt = { ...created.attempt, event, expectedVersion: grant.version + off, actor: SYSTEM };
        if (off !== 0 || event.type === 'unknown') expect(evolveGrant(grant, attempt)).toBeNull();
      }
    }),
  );
});

test('a revocation is applied, whoever asked, whatever version the holder knows, and once', () => {
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
