import { Directory } from '@keyledger/directory';
import { BEFORE_FIRST, type Grant, type KeyDigest, type KeyId, grantOf, positionAt } from '@keyledger/domain';
import { GrantCache, type LocalDigest } from '@keyledger/verifier';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../kit/runs.ts';
import { LedgerScript } from './ledger-script.ts';

/** What an authority that has applied the first `applied + 1` records answers. */
function answerAt(directory: Directory, digest: KeyDigest): Grant | null {
  const found = directory.findSecret(digest);
  return found === undefined ? null : grantOf(found.key, found.organization, found.index);
}

interface Step {
  readonly act: 'write' | 'apply' | 'lag' | 'ask' | 'answer';
  readonly pick: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('write', 'write', 'apply', 'apply', 'apply', 'lag', 'ask', 'ask', 'answer', 'answer'),
  pick: fc.nat({ max: 1_000 }),
});

const COMMANDS = [
  { type: 'pause' },
  { type: 'resume' },
  { type: 'rotate', overlapMs: 1_000 },
  { type: 'rotate', overlapMs: 0 },
  { type: 'finish_rotation' },
  { type: 'revoke' },
  { type: 'update', changes: { scopes: [] } },
  { type: 'update', changes: { scopes: ['a', 'b'], tier: 'pro' } },
] as const;

/** A node, an authority that may lag behind the ledger, and answers that arrive when they like. */
class World {
  readonly script = new LedgerScript();
  readonly cache: GrantCache;
  readonly authority = new Directory();
  readonly digests: KeyDigest[] = [];
  readonly keys: KeyId[] = [];
  readonly answers: { digest: KeyDigest; grant: Grant | null; position: number }[] = [];
  readonly organizations = [this.script.organization('one'), this.script.organization('two')];
  applied = -1;

  constructor(maxWatermarks: number) {
    this.cache = new GrantCache({ maxGrants: 6, maxUnknown: 3, maxWatermarks });
    this.cache.restart(BEFORE_FIRST);
  }

  run({ act, pick }: Step): void {
    switch (act) {
      case 'write':
        return this.#write(pick);
      case 'apply':
        return this.#apply();
      case 'lag':
        return this.#catchUp(this.authority, pick % 4);
      case 'ask':
        return this.#ask(pick);
      case 'answer':
        return this.#answer(pick);
      default:
        return act satisfies never;
    }
  }

  #write(pick: number): void {
    const organization = this.organizations[pick % 2];
    const key = this.keys[pick % Math.max(1, this.keys.length)];
    if (organization !== undefined && (key === undefined || pick % 10 === 0)) {
      this.keys.push(this.script.key(organization));
      this.digests.push(this.script.lastDigest);
    } else if (organization !== undefined && pick % 10 === 1) {
      const version = this.script.directory.organization(organization)?.version ?? 0;
      const type = pick % 4 < 2 ? 'organization.paused' : 'organization.resumed';
      this.script.append(organization, version, { type });
    } else if (key !== undefined) {
      const command = COMMANDS[Math.floor(pick / 10) % COMMANDS.length] ?? COMMANDS[0];
      const done = this.script.command(key, command);
      if (done && command.type === 'rotate') this.digests.push(this.script.lastDigest);
    }
  }

  #apply(): void {
    const position = positionAt(this.applied + 1);
    const attempt = this.script.attempts[position];
    if (attempt === undefined) return;
    this.cache.apply(position, attempt);
    this.cache.advance(position);
    this.applied = position;
  }

  #catchUp(directory: Directory, records: number): void {
    for (let left = records; left > 0; left--) {
      const position = positionAt(directory.applied + 1);
      const attempt = this.script.attempts[position];
      if (attempt === undefined) return;
      directory.fold(position, attempt);
      directory.advance(position);
    }
  }

  #ask(pick: number): void {
    const digest = this.digests[pick % Math.max(1, this.digests.length)];
    if (digest === undefined) return;
    this.answers.push({ digest, grant: answerAt(this.authority, digest), position: this.authority.applied });
  }

  #answer(pick: number): void {
    const [answer] = this.answers.splice(pick % Math.max(1, this.answers.length), 1);
    if (answer === undefined) return;
    this.cache.fill(answer.digest as string as LocalDigest, answer.grant, positionAt(answer.position));
  }

  /** What every reader that has applied as much as the node would say. */
  truth(): Directory {
    const directory = new Directory();
    this.#catchUp(directory, this.applied + 1);
    return directory;
  }
}

describe('the grant cache', () => {
  it('never holds less than what the node has applied, whatever order answers and attempts come in', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 10, maxLength: 150, size: 'max' }),
        fc.constantFrom(1, 2, 100),
        (steps, maxWatermarks) => {
          const world = new World(maxWatermarks);
          for (const each of steps) {
            world.run(each);
            const truth = world.truth();
            for (const digest of world.digests) assertNotOlder(world, digest, answerAt(truth, digest));
          }
        },
      ),
      { numRuns: runs(300) },
    );
  });
});

function assertNotOlder(world: World, digest: KeyDigest, truth: Grant | null): void {
  const cached = world.cache.get(digest as string as LocalDigest);
  if (cached === undefined) return;
  if (cached === null) {
    expect(truth, 'known, but cached as unknown').toBeNull();
    return;
  }
  if (truth === null) return;
  expect(cached.version).toBeGreaterThanOrEqual(truth.version);
  expect(cached.organization.version).toBeGreaterThanOrEqual(truth.organization.version);
  if (cached.version === truth.version && cached.organization.version === truth.organization.version) {
    expect(cached).toEqual(truth);
  }
  if (truth.state === 'revoked') expect(cached.state).toBe('revoked');
  if (truth.secretRetired) expect(cached.secretRetired).toBe(true);
}
