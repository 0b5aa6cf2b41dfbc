import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openCatalogue } from '@keyledger/catalogue';
import { Directory } from '@keyledger/directory';
import { DEFAULT_PROFILE, type OrganizationId } from '@keyledger/domain';
import { type Clock, type Principal, isFault, silentLogger, systemTimers } from '@keyledger/ports';
import { decodeRecord } from '@keyledger/wire';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../test/kit/runs.ts';
import { seededRandom } from '../../../test/kit/seeded.ts';
import { type AssembledAuthority, assembleAuthority } from '../src/application/assemble.ts';
import { NO_USAGE_RECORDS } from '../src/application/usage-records.ts';
import { type Caller, identify } from '../src/application/caller.ts';
import type { KeyOutcome } from '../src/application/key-commands.ts';
import { NO_WEBHOOKS } from '../src/application/webhook-deliveries.ts';
import { DigestKeys } from '../src/digests/digest-keys.ts';
import { Acknowledged } from '../src/ledger/acknowledged.ts';
import { CatalogueFeed } from '../src/ledger/catalogue-feed.ts';
import { Projector } from '../src/ledger/projector.ts';
import { FaultyLedger } from './support/faulty-ledger.ts';
import { nobodyElse } from './support/test-freshness.ts';

const PRINCIPAL: Principal = { subject: 'ada', kind: 'user', role: 'platform', organizationId: null };
const caller = (idempotencyKey: string, principal = PRINCIPAL): Caller => {
  return { principal, address: '', idempotencyKey, reason: '' };
};
const VERBS = ['pause', 'resume', 'rotate', 'rotate at once', 'finish-rotation', 'revoke'] as const;
type Verb = (typeof VERBS)[number];
const COMMANDS = 40;
/** What becomes of a managing key while it sends. */
const ENDS = ['pause', 'resume', 'pause', 'resume', 'revoke'] as const;
/** How far the commands are apart. */
const TURNS = 60;
const REFUSALS = ['key_revoked', 'key_paused', 'rotation_in_progress', 'unauthenticated'];

/** What became of one command that a client sent, and sent again until it knew. */
interface Told {
  readonly commandId: string;
  readonly result: 'done' | 'refused' | 'unknown';
  readonly secret: string | null;
}

/** What stands whoever asked for it. */
const TAKES_ONLY: readonly string[] = ['key.paused', 'key.revoked', 'key.rotation_finished'];

class World {
  readonly ledger: FaultyLedger;
  readonly digestKeys = new DigestKeys();
  readonly replicas: readonly { authority: AssembledAuthority; directory: Directory; projector: Projector }[];
  readonly ending = new AbortController();
  readonly random: () => number;
  readonly clock: Clock;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.ledger = new FaultyLedger(this.random);
    this.digestKeys.replace({ keys: new Map([['one', randomBytes(32)]]), activeId: 'one' });
    // Real time only bounds how long a command tries; which event comes first is chance's, by the seed.
    this.clock = { wall: () => 1_800_000_000_000, monotonic: () => performance.now() };
    this.replicas = [this.#replica(), this.#replica()];
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.random() * choices.length)];
    if (choice === undefined) throw new RangeError('nothing to choose from');
    return choice;
  }

  #replica() {
    const directory = new Directory();
    const catalogue = openCatalogue({ file: ':memory:', logger: silentLogger });
    const feed = new CatalogueFeed({ catalogue, logger: silentLogger });
    const { ledger } = this;
    const projector = new Projector({ follower: ledger, directory, catalogue: feed, timers: systemTimers });
    const acknowledged = new Acknowledged({ ledger, applied: () => projector.applied, fail: () => undefined });
    const authority = assembleAuthority({
      ledger,
      acknowledged,
      directory,
      catalogue: feed,
      usage: NO_USAGE_RECORDS,
      projector,
      digester: this.digestKeys,
      webhooks: NO_WEBHOOKS,
      clock: this.clock,
      logger: silentLogger,
      profile: () => DEFAULT_PROFILE,
      environment: 'live',
      bootstrap: { admin: null, node: null },
      commandLimit: { burst: 1_000, perSecond: 1 },
      commandTimeoutMs: 2,
      maxKeysPerOrganization: 1_000,
      isReady: () => true,
      freshness: nobodyElse(),
      stopping: this.ending.signal,
    });
    void projector.run(this.ending.signal).finally(() => catalogue.close());
    return { authority, directory, projector };
  }

  /** Sends a command until it is answered for certain, through whichever replica, at most a few times. */
  async insist(run: (authority: AssembledAuthority) => Promise<Partial<KeyOutcome>>, commandId: string): Promise<Told> {
    let secret: string | null = null;
    let isKnown = true;
    for (let tries = 0; tries < 6; tries++) {
      try {
        const outcome = await run(this.pick(this.replicas).authority);
        secret = outcome.secret ?? secret;
        return { commandId, result: 'done', secret };
      } catch (error) {
        if (!isFault(error)) throw error;
        if (error.code !== 'outcome_unknown' && error.code !== 'ledger_unavailable') {
          expect(REFUSALS).toContain(error.code);
          // That says nothing of what was sent before: who is paused now may be resumed when that lands.
          const isRefused = isKnown || error.code !== 'unauthenticated';
          return { commandId, result: isRefused ? 'refused' : 'unknown', secret };
        }
        if (error.code === 'outcome_unknown') isKnown = false;
      }
    }
    return { commandId, result: 'unknown', secret };
  }

  command(keyId: string, verb: Verb, by: Caller): Promise<Told> {
    const overlapMs = verb === 'rotate' ? 60_000 : 0;
    const operation = `POST /v1/keys/${keyId}/${verb === 'rotate at once' ? 'rotate' : verb}`;
    const { commandId } = identify(by, operation, {});
    return this.insist(({ keys }) => {
      if (verb === 'rotate' || verb === 'rotate at once') return keys.rotate(by, keyId, overlapMs);
      if (verb === 'finish-rotation') return keys.finishRotation(by, keyId);
      return keys[verb](by, keyId);
    }, commandId);
  }

  /** Every replica has read everything, late arrivals included. */
  async settle(): Promise<void> {
    this.ledger.healed = true;
    for (let i = 0; i < COMMANDS * 4; i++) this.ledger.landLate();
    const end = await this.ledger.end();
    await Promise.all(this.replicas.map(({ projector }) => projector.waitFor(end, 30_000)));
  }

  /** How often each command was accepted, by a fold of its own; and that of nobody, once they were revoked. */
  accepted(): Map<string, number> {
    const directory = new Directory();
    const counts = new Map<string, number>();
    const revoked = new Set<string>();
    for (const { position, value } of this.ledger.records) {
      const record = decodeRecord(value);
      if (record.kind === 'noop') continue;
      const { commandId, aggregateId, actor, event } = record.attempt;
      if (directory.fold(position, record.attempt).kind !== 'accepted') continue;
      if (!TAKES_ONLY.includes(event.type)) {
        expect(revoked, 'nothing takes effect behind the revocation of who asked').not.toContain(actor.subject);
      }
      if (event.type.endsWith('.revoked')) revoked.add(aggregateId);
      counts.set(commandId, (counts.get(commandId) ?? 0) + 1);
    }
    return counts;
  }

  /** Lets others go first, for up to so many turns. */
  async later(turns: number): Promise<void> {
    for (let left = Math.floor(this.random() * turns); left > 0; left--) await nextTurn();
  }
}

/** For what comes before the test: sent again until it is done. */
async function done<T>(run: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!isFault(error, 'outcome_unknown')) throw error;
    }
  }
}

async function runSeed(seed: number): Promise<void> {
  const world = new World(seed);
  const [first] = world.replicas;
  if (first === undefined) throw new Error('unreachable');
  world.ledger.healed = true;
  const { organizations, keys, tokens } = first.authority;
  const made = await done(() => organizations.create(caller('org'), { name: 'Acme', slug: 'acme' }));
  const organizationId = made.aggregateId as OrganizationId;
  const { aggregateId: keyId } = await done(() => keys.create(caller('key'), organizationId, { name: 'key' }));
  const manager = { name: 'manager', scopes: ['keys.manage'] };
  const { aggregateId: managerId } = await done(() => keys.create(caller('manager'), organizationId, manager));
  const token = { name: 'token', role: 'owner' } as const;
  const { aggregateId: tokenId } = await done(() => tokens.create(caller('token'), organizationId, token));
  const senders: readonly Principal[] = [
    PRINCIPAL,
    { subject: managerId, kind: 'key', role: 'key', organizationId },
    { subject: tokenId, kind: 'token', role: 'owner', organizationId },
  ];
  const end = await world.ledger.end();
  await Promise.all(world.replicas.map(({ projector }) => projector.waitFor(end, 30_000)));
  world.ledger.healed = false;

  const create = (by: Caller): Promise<Told> => {
    const operation = `POST /v1/organizations/${organizationId}/keys`;
    return world.insist(
      ({ keys }) => keys.create(by, organizationId, { name: 'another' }),
      identify(by, operation, {}).commandId,
    );
  };
  const command = async (index: number): Promise<Told> => {
    const by = caller(`command-${String(index)}`, world.pick(senders));
    const verb = world.pick(index < COMMANDS - 3 ? VERBS.slice(0, -1) : VERBS);
    await world.later(TURNS);
    return index % 5 === 0 ? create(by) : world.command(keyId, verb, by);
  };
  /** Somebody ends the others, for a while and for good, while they send. */
  const endSender = async (index: number): Promise<Told> => {
    const by = caller(`end-${String(index)}`);
    await world.later(TURNS);
    if (index > 0) return world.command(managerId, world.pick(ENDS), by);
    const { commandId } = identify(by, `DELETE /v1/organizations/${organizationId}/tokens/${tokenId}`, {});
    return world.insist((authority) => authority.tokens.revoke(by, organizationId, tokenId), commandId);
  };
  const told = await Promise.all([
    ...Array.from({ length: COMMANDS }, (_, index) => command(index)),
    ...Array.from({ length: 8 }, (_, index) => endSender(index)),
  ]);
  await world.settle();
  world.ending.abort();
  await check(world, told);
}

async function check(world: World, told: readonly Told[]): Promise<void> {
  const [one, other] = world.replicas;
  expect(await one?.directory.stateHash()).toEqual(await other?.directory.stateHash());
  const accepted = world.accepted();
  for (const { commandId, result, secret } of told) {
    const times = accepted.get(commandId) ?? 0;
    expect(times, 'no command takes effect twice').toBeLessThanOrEqual(1);
    if (result === 'refused') expect(times, 'what was refused never takes effect').toBe(0);
    if (secret === null) continue;
    expect(times, 'a secret that was shown is one that works').toBe(1);
    const digests = world.digestKeys.candidates(secret);
    expect(digests.some(({ digest }) => one?.directory.findSecret(digest) !== undefined)).toBe(true);
  }
}

describe('two replicas on a ledger that loses, doubles and delays', () => {
  const seeds = Array.from({ length: runs(60) }, (_, index) => index + 1);

  it.each(seeds)('agree, do nothing twice, and never call done or refused what is not (seed %i)', runSeed);
});
