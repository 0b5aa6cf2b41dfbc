import { type Aggregate, type Attempt, COMMAND_MEMORY, type FoldVerdict } from '@keyledger/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/kit/runs.ts';
import { deepFreeze } from './kit/deep-freeze.ts';
import { mustAccept } from './kit/fold-oracle.ts';
import { MemoryFold } from './kit/memory-fold.ts';
import { randomLog } from './kit/random-log.ts';

interface Folded {
  readonly attempt: Attempt;
  readonly verdict: FoldVerdict;
  readonly before: ReadonlyMap<string, Aggregate>;
  readonly after: ReadonlyMap<string, Aggregate>;
}

function foldAll(log: readonly Attempt[]): Folded[] {
  const fold = new MemoryFold();
  return log.map((attempt) => {
    const before = new Map(fold.aggregates);
    const verdict = deepFreeze(fold.fold(attempt));
    return { attempt, verdict, before, after: new Map(fold.aggregates) };
  });
}

const isAccepted = ({ verdict }: Folded): boolean => verdict.kind === 'accepted';
const isRevoked = (aggregate: Aggregate | undefined): boolean => {
  if (aggregate?.state.type === 'webhook') return aggregate.state.removed;
  return aggregate !== undefined && 'revoked' in aggregate.state && aggregate.state.revoked;
};

const LOGS = { numRuns: runs(300) };
/** Fewer do not always meet everything that may happen. */
const ALL_LOGS = { numRuns: 300 };

test('the fold accepts exactly what the rules say', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(randomLog(120), (log) => {
      const accepted: Attempt[] = [];
      for (const { attempt, verdict } of foldAll(log)) {
        expect(verdict.kind === 'accepted', JSON.stringify(verdict)).toBe(mustAccept(accepted, attempt));
        if (verdict.kind === 'accepted') accepted.push(attempt);
        seen.add(verdict.kind === 'void' ? verdict.why : attempt.event.type);
      }
    }),
    ALL_LOGS,
  );
  // Every reason for a void attempt and every event came up, so that this test could have failed for each.
  expect([...seen].sort()).toEqual(
    [
      ...['version_mismatch', 'command_repeated', 'actor_revoked', 'already_revoked', 'slug_taken', 'digest_taken'],
      ...['unknown_aggregate', 'event_out_of_place', 'unknown', 'ledger.opened'],
      ...['organization.created', 'organization.updated', 'organization.paused', 'organization.resumed'],
      ...['key.created', 'key.updated', 'key.rotated', 'key.rotation_finished'],
      ...['key.paused', 'key.resumed', 'key.revoked', 'token.created', 'token.revoked'],
      ...['member.added', 'member.role_changed', 'member.removed', 'subject_taken', 'last_owner'],
      ...['webhook.created', 'webhook.removed'],
    ].sort(),
  );
});

test('every reader comes to the same state after every prefix, from a copy of the log alone', () => {
  fc.assert(
    fc.property(randomLog(60), fc.nat(), (log, cut) => {
      const length = cut % (log.length + 1);
      const whole = foldAll(log);
      const prefix = foldAll(structuredClone(log.slice(0, length)));
      expect(prefix).toEqual(whole.slice(0, length));
    }),
    LOGS,
  );
});

test('a void attempt changes nothing', () => {
  fc.assert(
    fc.property(randomLog(60), (log) => {
      for (const step of foldAll(log)) if (!isAccepted(step)) expect(step.after).toEqual(step.before);
    }),
    LOGS,
  );
});

test('versions have no gaps, and each is made by one accepted attempt', () => {
  fc.assert(
    fc.property(randomLog(120), (log) => {
      const versions = new Map<string, number>();
      for (const { attempt, verdict } of foldAll(log)) {
        if (verdict.kind === 'void') continue;
        const next = (versions.get(attempt.aggregateId) ?? 0) + 1;
        expect(verdict.aggregate.version).toBe(next);
        versions.set(attempt.aggregateId, next);
      }
    }),
    LOGS,
  );
});

test('a command is accepted once: of a creation for ever, of any other within the memory of its aggregate', () => {
  fc.assert(
    fc.property(randomLog(120), (log) => {
      const accepted = foldAll(log).filter(isAccepted);
      for (const [index, { attempt, verdict }] of accepted.entries()) {
        if (verdict.kind === 'void') continue;
        const later = accepted.slice(index + 1).filter((each) => each.attempt.commandId === attempt.commandId);
        if (verdict.aggregate.version === 1) expect(later).toEqual([]);
        for (const again of later) {
          if (again.attempt.aggregateId !== attempt.aggregateId || again.verdict.kind === 'void') continue;
          expect(again.verdict.aggregate.version - verdict.aggregate.version).toBeGreaterThan(COMMAND_MEMORY);
        }
      }
    }),
    LOGS,
  );
});

test('a revocation always wins, as does the removal of a webhook by who may act, and is final', () => {
  fc.assert(
    fc.property(randomLog(120), (log) => {
      for (const { attempt, verdict, before, after } of foldAll(log)) {
        const { type } = attempt.event;
        const target = before.get(attempt.aggregateId);
        const ends = target?.state.type === 'webhook' ? 'removed' : 'revoked';
        const isFitting = target !== undefined && type === `${target.state.type}.${ends}`;
        if (isFitting && !isRevoked(target)) {
          const why = verdict.kind === 'void' ? verdict.why : 'command_repeated';
          expect(type === 'key.revoked' ? ['command_repeated'] : ['command_repeated', 'actor_revoked']).toContain(why);
        }
        for (const [id, aggregate] of before) if (isRevoked(aggregate)) expect(isRevoked(after.get(id))).toBe(true);
      }
    }),
    LOGS,
  );
});

test('once the end of a token, a member or a key stands in the log, nothing that it asks for takes effect but what takes from keys', () => {
  const ends: readonly string[] = ['token.revoked', 'member.removed', 'key.revoked'];
  const TAKES_ONLY: readonly string[] = ['key.paused', 'key.revoked', 'key.rotation_finished'];
  const seen = new Set<string>();
  fc.assert(
    fc.property(randomLog(120), (log) => {
      const ended = new Set<string>();
      for (const { attempt, verdict } of foldAll(log)) {
        const { kind, subject } = attempt.actor;
        if (kind !== 'possession' && ended.has(subject) && !TAKES_ONLY.includes(attempt.event.type)) {
          expect(verdict.kind).toBe('void');
          seen.add(kind);
        }
        if (verdict.kind === 'accepted' && ends.includes(attempt.event.type)) ended.add(attempt.aggregateId);
      }
    }),
    ALL_LOGS,
  );
  expect([...seen].sort()).toEqual(['key', 'token', 'user']);
});

test('what the system, an operator or the holder of a secret asks for is never void because of who asks', () => {
  fc.assert(
    fc.property(randomLog(120), (log) => {
      for (const { attempt, verdict } of foldAll(log)) {
        if (verdict.kind === 'accepted' || verdict.why !== 'actor_revoked') continue;
        expect(['token', 'user', 'key']).toContain(attempt.actor.kind);
      }
    }),
    LOGS,
  );
});

test('an unknown event blocks its aggregate for ever', () => {
  fc.assert(
    fc.property(randomLog(60), (log) => {
      for (const { attempt, verdict, before, after } of foldAll(log)) {
        if (verdict.kind === 'accepted' && attempt.event.type === 'unknown') {
          expect(after.get(attempt.aggregateId)?.blocked).toBe(true);
        }
        for (const [id, { blocked }] of before) if (blocked) expect(after.get(id)?.blocked).toBe(true);
      }
    }),
    LOGS,
  );
});
