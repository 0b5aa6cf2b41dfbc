import { isTokenId } from '@keyledger/domain';
import { type Principal, isFault } from '@keyledger/ports';
import type { SeededRandom } from '../kit/seeded.ts';
import type { CommandRecord, CommandVerb } from '../history/records.ts';
import type { AssembledAuthority } from '../../services/key-authority/src/application/assemble.ts';
import { type Caller, identify } from '../../services/key-authority/src/application/caller.ts';
import type { AuthorityProcess, CommandAnswer, CommandOutcome } from './authority-process.ts';
import type { Client, NamedSecret } from './client.ts';
import { Unanswered, call } from './engine/call.ts';
import type { Network } from './engine/network.ts';
import type { Scheduler } from './engine/scheduler.ts';
import type { Recorder } from './recorder.ts';

/** Nothing ends who has this. */
const BOOTSTRAP: Principal = { subject: 'bootstrap', kind: 'bootstrap', role: 'bootstrap', organizationId: null };
/** Of the newest tokens, of which some are revoked: what they ask for was let in before. */
const TOKENS_IN_USE = 2;

/** A key as its owner knows it. */
export interface KnownKey {
  readonly id: string;
  readonly organizationId: string;
  /** Oldest first. */
  readonly secrets: NamedSecret[];
  /** How many commands were sent about it. */
  commands: number;
  version: number;
}

/** What is asked for: the same however often it is sent. */
export interface Command {
  readonly verb: CommandVerb;
  readonly commandId: string;
  /** Empty: what it makes. */
  readonly aggregate: string;
  /** Whether it takes authority away. */
  readonly narrows: boolean;
  run(authority: AssembledAuthority): Promise<CommandOutcome>;
}

type Run = (authority: AssembledAuthority, by: Caller) => Promise<CommandOutcome>;

export interface OperatorOptions {
  readonly client: Client;
  readonly scheduler: Scheduler;
  readonly network: Network;
  readonly recorder: Recorder;
  readonly random: SeededRandom;
  readonly authorities: readonly AuthorityProcess[];
  readonly timeoutMs: number;
  /** How long an answer may wait until it is so everywhere (`Prefer: wait`). */
  readonly waitMs: () => number;
}

/** Sends commands, again where it does not know what became of them, and writes down what it was told. */
export class Operator {
  readonly keys: KnownKey[] = [];
  readonly organizations: string[] = [];
  readonly tokens: string[] = [];
  /** Whether commands are sent by tokens, too. */
  usesTokens = false;
  readonly #options: OperatorOptions;
  #serial = 0;
  commands = 0;

  constructor(options: OperatorOptions) {
    this.#options = options;
  }

  createOrganization(slug: string): Command {
    return this.#command('create-organization', '', 'POST /v1/organizations', false, (authority, by) =>
      authority.organizations.create(by, { name: slug, slug }),
    );
  }

  createToken(): Command {
    const [organizationId = ''] = this.organizations;
    const path = `POST /v1/organizations/${organizationId}/tokens`;
    const input = { name: 'token', role: 'platform' } as const;
    const run: Run = ({ tokens }, by) => tokens.create(by, organizationId, input);
    return this.#command('other', '', path, false, run, BOOTSTRAP);
  }

  revokeToken(id: string): Command {
    const [organizationId = ''] = this.organizations;
    const path = `DELETE /v1/organizations/${organizationId}/tokens/${id}`;
    return this.#command('other', id, path, false, ({ tokens }, by) => tokens.revoke(by, organizationId, id));
  }

  createKey(organizationId: string, expiresAt: number | null): Command {
    const input = { name: 'key', scopes: ['read', 'write'], ...(expiresAt === null ? {} : { expiresAt }) };
    const path = `POST /v1/organizations/${organizationId}/keys`;
    return this.#command('create-key', '', path, false, ({ keys }, by) => keys.create(by, organizationId, input));
  }

  pauseOrganization(id: string): Command {
    const path = `POST /v1/organizations/${id}/pause`;
    return this.#command('pause', id, path, true, ({ organizations }, by) => organizations.pause(by, id));
  }

  resumeOrganization(id: string): Command {
    const path = `POST /v1/organizations/${id}/resume`;
    return this.#command('resume', id, path, false, ({ organizations }, by) => organizations.resume(by, id));
  }

  changeMaxHold(ms: number): Command {
    return this.#command('other', 'ledger', 'PATCH /v1/ledger', false, ({ ledger }, by) =>
      ledger.changeMaxHold(by, ms),
    );
  }

  /** A command of the life cycle; `rotate` with an overlap in milliseconds. */
  change({ id }: KnownKey, verb: 'pause' | 'resume' | 'revoke' | 'finish-rotation' | 'rotate', overlapMs = 0): Command {
    const narrows = verb !== 'resume' && overlapMs === 0;
    return this.#command(verb, id, `POST /v1/keys/${id}/${verb}`, narrows, ({ keys }, by) => {
      if (verb === 'rotate') return keys.rotate(by, id, overlapMs);
      return verb === 'finish-rotation' ? keys.finishRotation(by, id) : keys[verb](by, id);
    });
  }

  /** Decided against the version that its owner has seen last. */
  update({ id, version }: KnownKey, changes: { scopes?: string[]; expiresAt?: number }): Command {
    return this.#command('update', id, `PATCH /v1/keys/${id}`, true, ({ keys }, by) =>
      keys.update(by, id, version, changes),
    );
  }

  /**
   * Sends it, to any authority each time, until its outcome is known or it is given up.
   * @returns what it was told, null where that is not known, or it was refused
   */
  async send(command: Command, tries: number, waits?: number): Promise<CommandAnswer | null> {
    const { random, scheduler, timeoutMs } = this.#options;
    this.commands += 1;
    for (let left = tries; left > 0; left--) {
      const answer = await this.attempt(command, waits);
      if (answer === 'refused') return null;
      if (typeof answer === 'object') return answer;
      await scheduler.sleep(random.between(0, timeoutMs / 4));
    }
    return null;
  }

  /** Sends it once. @param waits how long the answer may wait until it is so everywhere */
  async attempt(
    command: Command,
    waits = command.narrows ? this.#options.waitMs() : 0,
  ): Promise<CommandAnswer | 'refused' | 'failed' | 'unknown'> {
    const { client, network, authorities, random, scheduler, timeoutMs } = this.#options;
    const authority = random.pick(authorities);
    const start = scheduler.now;
    const { verb, commandId, aggregate } = command;
    const told = (fields: Pick<CommandRecord, 'outcome' | 'code'> & Partial<CommandRecord>): void =>
      this.#options.recorder.add({
        kind: 'command',
        process: authority.machine.name,
        start,
        end: scheduler.now,
        command: commandId,
        verb,
        aggregate,
        ...fields,
      });
    try {
      const run = (): Promise<CommandAnswer> => authority.command((assembled) => command.run(assembled), waits);
      const answer = await call(network, client, authority.machine, timeoutMs + waits, run, { isOnce: true });
      const { aggregateId, position, applied, effectiveWithinMs } = answer;
      const within = effectiveWithinMs === null ? {} : { effectiveWithinMs };
      told({ outcome: 'done', code: '', aggregate: aggregateId, position, ...within, ...(applied && { applied }) });
      this.#learn(command, answer);
      return answer;
    } catch (error) {
      const [outcome, code] = outcomeOf(error);
      told({ outcome, code });
      return outcome;
    }
  }

  #command(
    verb: CommandVerb,
    aggregate: string,
    operation: string,
    narrows: boolean,
    run: Run,
    principal = this.#anySender(),
  ): Command {
    const by: Caller = { principal, address: '', idempotencyKey: `c${String(this.#serial++)}`, reason: '' };
    const { commandId } = identify(by, operation, {});
    const key = this.keys.find(({ id }) => id === aggregate);
    if (key !== undefined) key.commands += 1;
    return { verb, commandId, aggregate, narrows, run: (authority) => run(authority, by) };
  }

  #anySender(): Principal {
    const { random } = this.#options;
    if (!this.usesTokens || this.tokens.length === 0 || random.chance(0.5)) return BOOTSTRAP;
    const subject = random.pick(this.tokens.slice(-TOKENS_IN_USE));
    return { subject, kind: 'token', role: 'platform', organizationId: null };
  }

  /** What the answer says of what there is. */
  #learn(command: Command, { aggregateId, organizationId, position, secret, version }: CommandAnswer): void {
    if (command.verb === 'create-organization') {
      if (!this.organizations.includes(aggregateId)) this.organizations.push(aggregateId);
      return;
    }
    if (isTokenId(aggregateId) && !this.tokens.includes(aggregateId)) this.tokens.push(aggregateId);
    if (command.verb === 'create-key' && !this.keys.some(({ id }) => id === aggregateId)) {
      this.keys.push({ id: aggregateId, organizationId, secrets: [], commands: 0, version: 1 });
    }
    const key = this.keys.find(({ id }) => id === aggregateId);
    if (key === undefined) return;
    key.version = Math.max(key.version, version);
    if (secret === undefined || secret === null || key.secrets.some(({ text }) => text === secret)) return;
    const name = `k${String(this.keys.indexOf(key))}s${String(key.secrets.length)}`;
    key.secrets.push({ name, text: secret });
    this.#options.recorder.add({ kind: 'secret', secret: name, position });
  }
}

function outcomeOf(error: unknown): ['refused' | 'failed' | 'unknown', string] {
  if (error instanceof Unanswered) return error.wasRefused ? ['failed', 'not connected'] : ['unknown', 'no answer'];
  if (!isFault(error)) throw error;
  const { code } = error;
  if (code === 'outcome_unknown') return ['unknown', code];
  return [code === 'ledger_unavailable' || code === 'not_caught_up' ? 'failed' : 'refused', code];
}
