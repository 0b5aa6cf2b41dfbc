import { Directory } from '@keyledger/directory';
import {
  type Attempt,
  BEFORE_FIRST,
  type Grant,
  type KeyDigest,
  type VoidReason,
  actorRefusal,
  grantOf,
  positionAt,
} from '@keyledger/domain';
import { GrantCache, type LocalDigest } from '@keyledger/verifier';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomLog } from '../../libs/domain/test/kit/random-log.ts';
import { runs } from '../kit/runs.ts';

const asLocal = (digest: KeyDigest): LocalDigest => digest as string as LocalDigest;

/** What may be void in a log whose writers have each read what they decide by (architecture.md, "Appending"). */
const OF_RACES: readonly VoidReason[] = ['version_mismatch', 'already_revoked', 'actor_revoked'];

function asWritten(careless: readonly Attempt[]): readonly Attempt[] {
  const directory = new Directory();
  return careless.filter((attempt, index) => {
    const verdict = directory.fold(positionAt(index), attempt);
    return verdict.kind === 'accepted' || OF_RACES.includes(verdict.why);
  });
}

function digestsIn(log: readonly Attempt[]): readonly KeyDigest[] {
  const events = log.map(({ event }) => event);
  return events.flatMap((event) =>
    event.type === 'key.created' || event.type === 'key.rotated' ? [event.secret.digest] : [],
  );
}

function answer(directory: Directory, digest: KeyDigest): Grant | null {
  const found = directory.findSecret(digest);
  return found === undefined ? null : grantOf(found.key, found.organization, found.index);
}

/** A node that follows a log, and asks an authority that has read a little less or more of it. */
class World {
  readonly #log: readonly Attempt[];
  readonly #digests: readonly KeyDigest[];
  readonly #picks: Iterator<number>;
  readonly #cache: GrantCache;
  readonly #authority = new Directory();
  readonly #fold = new Directory();
  readonly #filledAt = new Map<KeyDigest, number>();
  /** Entries that were compared, attempts on keys that their actor's end made void, and those that stood all the same. */
  readonly seen = { compared: 0, void: 0, stood: 0 };

  constructor(log: readonly Attempt[], picks: Iterable<number>) {
    this.#log = log;
    this.#digests = digestsIn(log);
    this.#picks = picks[Symbol.iterator]();
    this.#cache = new GrantCache({ maxGrants: 50, maxUnknown: 20, maxWatermarks: this.#pick(2) === 0 ? 3 : 100 });
    this.#cache.restart(BEFORE_FIRST);
  }

  play(): void {
    for (const [index, attempt] of this.#log.entries()) {
      this.#read(index, attempt);
      this.#ask(index + this.#pick(5) - 2);
      for (const digest of this.#digests) this.#compare(digest, index);
    }
  }

  #pick(below: number): number {
    return Number(this.#picks.next().value) % below;
  }

  #read(index: number, attempt: Attempt): void {
    const position = positionAt(index);
    this.#cache.apply(position, attempt);
    this.#cache.advance(position);
    const isEnded = actorRefusal(this.#fold, attempt.actor) !== null;
    const verdict = this.#fold.fold(position, attempt);
    const isOfKey = this.#fold.key(attempt.aggregateId) !== undefined;
    if (isOfKey && verdict.kind === 'void' && verdict.why === 'actor_revoked') this.seen.void += 1;
    if (isOfKey && verdict.kind === 'accepted' && isEnded) this.seen.stood += 1;
  }

  #ask(upTo: number): void {
    const authority = this.#authority;
    for (let next = authority.applied + 1; next <= upTo; next += 1) {
      const attempt = this.#log[next];
      if (attempt === undefined) break;
      authority.fold(positionAt(next), attempt);
      authority.advance(positionAt(next));
    }
    for (let times = 0; times < 3; times += 1) {
      const digest = this.#digests[this.#pick(Math.max(1, this.#digests.length))];
      if (digest === undefined) return;
      const isKept = this.#cache.fill(asLocal(digest), answer(authority, digest), authority.applied);
      if (isKept) this.#filledAt.set(digest, authority.applied);
    }
  }

  #compare(digest: KeyDigest, applied: number): void {
    const cached = this.#cache.get(asLocal(digest));
    // What comes of a later position is compared once that is read.
    if (cached === undefined || (this.#filledAt.get(digest) ?? 0) > applied) return;
    expect(cached).toEqual(answer(this.#fold, digest));
    this.seen.compared += 1;
  }
}

test('what a node has in its cache is what the fold of the same log says, whoever is ended in between', () => {
  const seen = { compared: 0, void: 0, stood: 0 };
  fc.assert(
    fc.property(randomLog(150), fc.infiniteStream(fc.nat({ max: 1_000 })), (careless, picks) => {
      const world = new World(asWritten(careless), picks);
      world.play();
      for (const what of ['compared', 'void', 'stood'] as const) seen[what] += world.seen[what];
    }),
    { numRuns: runs(300) },
  );
  expect(Math.min(seen.compared, seen.void, seen.stood)).toBeGreaterThan(runs(30));
});
