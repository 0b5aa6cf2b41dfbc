import { randomBytes } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import {
  type Aggregate,
  ID_RANDOM_BYTES,
  type KeyCommand,
  type KeyCreated,
  type KeyState,
  type Profile,
  SECRET_RANDOM_BYTES,
  type SecretDigest,
  composeKeyText,
  decideKey,
  findPrefix,
  lastFour,
  makeKeyId,
} from '@keyledger/domain';
import { type Clock, type Digester, Fault } from '@keyledger/ports';
import { demand, notFound, reaches } from '../access/permissions.ts';
import type { CommandLog, Decide, Outcome } from '../ledger/command-log.ts';
import { type Caller, attemptBy, identify } from './caller.ts';
import {
  type CreateKeyInput,
  type NewKey,
  type UpdateKeyInput,
  checkKeyChanges,
  checkNewKey,
  wholeChanges,
} from './key-input.ts';
import { refusalFault } from './refusals.ts';
import { Problems } from './validation.ts';

export const DEFAULT_OVERLAP_MS = 24 * 60 * 60 * 1000;
export const MAX_OVERLAP_MS = 90 * DEFAULT_OVERLAP_MS;

export interface KeyOutcome extends Outcome {
  /** The new secret, this once; null where the command made none, or a repeat of it is answered. */
  readonly secret: string | null;
}

export interface KeyCommandsOptions {
  readonly directory: Directory;
  readonly log: CommandLog;
  readonly digester: Digester;
  readonly clock: Clock;
  readonly profile: Profile;
  readonly environment: string;
  readonly maxKeysPerOrganization: number;
}

interface MintedSecret {
  readonly text: string;
  readonly digest: SecretDigest;
}

/** The life cycle of keys: every command, for every way in. */
export class KeyCommands {
  readonly #options: KeyCommandsOptions;

  constructor(options: KeyCommandsOptions) {
    this.#options = options;
  }

  async create(caller: Caller, organizationId: string, input: CreateKeyInput): Promise<KeyOutcome> {
    demand(caller.principal, 'keys.manage');
    const { directory, log, clock, profile, environment } = this.#options;
    const organization = directory.organization(organizationId);
    if (organization === undefined || !reaches(caller.principal, organizationId)) throw notFound('organization');
    const now = clock.wall();
    const key = checkNewKey(input, organization.state, profile, { environment }, now);
    checkReason(caller);
    const identity = identify(caller, `POST /v1/organizations/${organizationId}/keys`, input);
    const minted = this.#mint(key.kind, key.environment);
    const id = makeKeyId(now, randomBytes(ID_RANDOM_BYTES));
    const event = keyCreated(organization.state.id, key, minted.digest);
    const outcome = await log.execute(id, identity, () => {
      this.#checkRoom(organization.state.id);
      return attemptBy(caller, identity, id, 0, event, now);
    });
    return { ...outcome, secret: outcome.aggregateId === id ? minted.text : null };
  }

  async rotate(caller: Caller, keyId: string, overlapMs: number): Promise<KeyOutcome> {
    const key = this.#find(caller, keyId);
    const problems = new Problems();
    problems.check(overlapMs >= 0 && overlapMs <= MAX_OVERLAP_MS, 'overlap', 'a duration from PT0S to P90D');
    problems.assertNone();
    const minted = this.#mint(key.state.kind, key.state.environment);
    const command: KeyCommand = { type: 'rotate', secret: minted.digest, overlapMs };
    const outcome = await this.#change(caller, keyId, 'rotate', { overlapMs }, command);
    // A repeat that another replica was faster with accepted that one's secret, not this one.
    return { ...outcome, secret: this.#options.directory.isDigestTaken(minted.digest.digest) ? minted.text : null };
  }

  /** @param version what the change was made against (`If-Match`) */
  async update(caller: Caller, keyId: string, version: number, input: UpdateKeyInput): Promise<KeyOutcome> {
    const key = this.#find(caller, keyId);
    const { profile, clock } = this.#options;
    const changes = wholeChanges(input, key.state);
    checkKeyChanges(changes, key.state, profile, clock.wall());
    if (Object.keys(changes).length === 0) return this.#unchanged(key, version);
    return this.#change(caller, keyId, 'update', { version, input }, { type: 'update', changes }, version);
  }

  finishRotation(caller: Caller, keyId: string): Promise<KeyOutcome> {
    return this.#change(caller, keyId, 'finish-rotation', {}, { type: 'finish_rotation' });
  }

  pause(caller: Caller, keyId: string): Promise<KeyOutcome> {
    return this.#change(caller, keyId, 'pause', {}, { type: 'pause' });
  }

  resume(caller: Caller, keyId: string): Promise<KeyOutcome> {
    return this.#change(caller, keyId, 'resume', {}, { type: 'resume' });
  }

  revoke(caller: Caller, keyId: string): Promise<KeyOutcome> {
    return this.#change(caller, keyId, 'revoke', {}, { type: 'revoke' });
  }

  async #change(
    caller: Caller,
    keyId: string,
    verb: string,
    input: object,
    command: KeyCommand,
    version?: number,
  ): Promise<KeyOutcome> {
    this.#find(caller, keyId);
    checkReason(caller);
    const operation = verb === 'update' ? `PATCH /v1/keys/${keyId}` : `POST /v1/keys/${keyId}/${verb}`;
    const identity = identify(caller, operation, { ...input, reason: caller.reason });
    const decide: Decide = () => {
      const key = this.#find(caller, keyId);
      if (version !== undefined && version !== key.version) throw versionMismatch(key.version);
      const now = this.#options.clock.wall();
      const decision = decideKey(key.state, command, now);
      if (decision.kind === 'refused') throw refusalFault(decision.refusal);
      if (decision.kind === 'unchanged') return null;
      const expected = decision.unconditional ? null : key.version;
      return attemptBy(caller, identity, keyId, expected, decision.event, now);
    };
    return { ...(await this.#options.log.execute(keyId, identity, decide)), secret: null };
  }

  #unchanged(key: Aggregate<KeyState>, version: number): KeyOutcome {
    if (version !== key.version) throw versionMismatch(key.version);
    if (key.state.revoked) throw refusalFault('key_revoked');
    return { aggregateId: key.id, position: this.#options.directory.applied, secret: null };
  }

  #find(caller: Caller, keyId: string): Aggregate<KeyState> {
    demand(caller.principal, 'keys.manage');
    const key = this.#options.directory.key(keyId);
    if (key === undefined || !reaches(caller.principal, key.state.organizationId)) throw notFound('key');
    return key;
  }

  #checkRoom(organizationId: KeyState['organizationId']): void {
    const { directory, maxKeysPerOrganization } = this.#options;
    if (directory.keyCount(organizationId) < maxKeysPerOrganization) return;
    const message = `An organization can hold ${String(maxKeysPerOrganization)} keys.`;
    throw new Fault('validation_failed', message, { errors: [{ field: 'organization_id', message }] });
  }

  #mint(kind: KeyState['kind'], environment: string): MintedSecret {
    const prefix = findPrefix(this.#options.profile.keyFormat, kind, environment);
    if (prefix === null)
      throw new Error(`profile ${this.#options.profile.name} has no ${kind} prefix for ${environment}`);
    const text = composeKeyText(prefix, randomBytes(SECRET_RANDOM_BYTES));
    const publicKey = kind === 'public' ? text : null;
    const digested = this.#options.digester.digest(text);
    return { text, digest: { ...digested, prefix: prefix.text, last4: lastFour(text), publicKey } };
  }
}

function keyCreated(organizationId: KeyState['organizationId'], key: NewKey, secret: SecretDigest): KeyCreated {
  return { type: 'key.created', organizationId, ...key, secret };
}

function versionMismatch(version: number): Fault {
  return new Fault('version_mismatch', `The key has changed since: its version is now ${String(version)}.`);
}

function checkReason(caller: Caller): void {
  const problems = new Problems();
  problems.reason(caller.reason);
  problems.assertNone();
}
