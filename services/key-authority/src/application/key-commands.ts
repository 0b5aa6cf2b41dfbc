import { randomBytes } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import {
  type Aggregate,
  type HandedOut,
  ID_RANDOM_BYTES,
  type KeyCommand,
  type KeyCreated,
  type KeyDigest,
  type KeyState,
  type Profile,
  SECRET_RANDOM_BYTES,
  type SecretDigest,
  composeKeyText,
  decideKey,
  findPrefix,
  lastFour,
  makeKeyId,
  prefixOf,
  touchesAuthority,
} from '@keyledger/domain';
import { type Clock, type Digester, Fault } from '@keyledger/ports';
import { demandTier } from '../access/key-tier.ts';
import { demandHandOut, demandManaging } from '../access/managing-key.ts';
import { demand, notFound, reaches } from '../access/permissions.ts';
import type { CommandLog, Decide, Outcome } from '../ledger/command-log.ts';
import { type Caller, attemptBy, identify } from './caller.ts';
import {
  type CreateKeyInput,
  type NewKey,
  type UpdateKeyInput,
  checkFormat,
  checkKeyChanges,
  checkNewKey,
} from './key-input.ts';
import { once } from './once.ts';
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
  readonly profile: () => Profile;
  readonly environment: string;
  readonly maxKeysPerOrganization: number;
}

/** A command on a key, as far as it is known before the key is. */
interface Asked {
  readonly verb: string;
  readonly input: object;
  /** Whether it can take authority away. */
  readonly mayNarrow: boolean;
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
    const identity = identify(caller, `POST /v1/organizations/${organizationId}/keys`, input);
    const now = clock.wall();
    const id = makeKeyId(now, randomBytes(ID_RANDOM_BYTES));
    const prepare = once(() => {
      const organization = directory.organization(organizationId);
      if (organization === undefined || !reaches(caller.principal, organizationId)) throw notFound('organization');
      const key = checkNewKey(input, caller.reason, organization.state, profile(), { environment }, now);
      const minted = this.#mint({ ...key, organizationId: organization.state.id });
      return { minted, event: keyCreated(organization.state.id, key, minted.digest) };
    });
    const outcome = await log.execute(id, identity, () => {
      demandManaging(directory, caller.principal, clock.wall());
      const { event } = prepare();
      this.#demandMayGive(caller, event);
      this.#checkRoom(event.organizationId);
      return attemptBy(caller, identity, id, 0, event, now);
    });
    return { ...outcome, secret: outcome.aggregateId === id ? prepare().minted.text : null };
  }

  async rotate(caller: Caller, keyId: string, overlapMs: number): Promise<KeyOutcome> {
    const asked = { verb: 'rotate', input: { overlapMs }, mayNarrow: overlapMs === 0 };
    let minted: MintedSecret | null = null;
    const outcome = await this.#change(caller, keyId, asked, ({ state }) => {
      // Its own new secret gives a managing key nothing that it has not.
      if (caller.principal.subject !== state.id) demandHandOut(this.#options.directory, caller.principal, state);
      checkRotation(caller.reason, overlapMs, state, this.#options.profile());
      minted ??= this.#mint(state);
      return { type: 'rotate', secret: minted.digest, overlapMs };
    });
    return { ...outcome, secret: this.#shown(minted) };
  }

  /** @param version what the change was made against (`If-Match`) */
  update(caller: Caller, keyId: string, version: number, input: UpdateKeyInput): Promise<KeyOutcome> {
    const { directory, profile, clock } = this.#options;
    const asked = { verb: 'update', input: { version, input }, mayNarrow: touchesAuthority(input) };
    return this.#change(caller, keyId, asked, (key) => {
      if (version !== key.version) throw versionMismatch(key.version);
      demandHandOut(directory, caller.principal, key.state);
      const tier = directory.organization(key.state.organizationId)?.state.tier ?? '';
      const changes = checkKeyChanges(input, caller.reason, key.state, tier, profile(), clock.wall());
      const changed = { ...key.state, ...changes };
      this.#demandMayGive(caller, changed, key.state);
      return { type: 'update', changes };
    });
  }

  finishRotation(caller: Caller, keyId: string): Promise<KeyOutcome> {
    return this.#change(caller, keyId, narrowing('finish-rotation'), plain(caller, { type: 'finish_rotation' }));
  }

  pause(caller: Caller, keyId: string): Promise<KeyOutcome> {
    return this.#change(caller, keyId, narrowing('pause'), plain(caller, { type: 'pause' }));
  }

  resume(caller: Caller, keyId: string): Promise<KeyOutcome> {
    const asked = { verb: 'resume', input: {}, mayNarrow: false };
    return this.#change(caller, keyId, asked, ({ state }) => {
      demandHandOut(this.#options.directory, caller.principal, state);
      return plain(caller, { type: 'resume' })();
    });
  }

  revoke(caller: Caller, keyId: string): Promise<KeyOutcome> {
    return this.#change(caller, keyId, narrowing('revoke'), plain(caller, { type: 'revoke' }));
  }

  /** What its holder may do with a secret: end it. Needs no permission. */
  endSecret(caller: Caller, keyId: string, digest: KeyDigest): Promise<KeyOutcome> {
    return this.#change(caller, keyId, narrowing('end-secret', { digest }), () => ({ type: 'end_secret', digest }));
  }

  /** @param commandFor what is asked for, given the key as it is; a repeat is recognised before, and not looked at again */
  async #change(
    caller: Caller,
    keyId: string,
    { verb, input, mayNarrow }: Asked,
    commandFor: (key: Aggregate<KeyState>) => KeyCommand,
  ): Promise<KeyOutcome> {
    demand(caller.principal, 'keys.manage');
    const operation = verb === 'update' ? `PATCH /v1/keys/${keyId}` : `POST /v1/keys/${keyId}/${verb}`;
    const identity = identify(caller, operation, { ...input, reason: caller.reason });
    const decide: Decide = () => {
      const now = this.#options.clock.wall();
      demandManaging(this.#options.directory, caller.principal, now);
      const key = this.#find(caller, keyId);
      const decision = decideKey(key.state, commandFor(key), now);
      if (decision.kind === 'refused') throw refusalFault(decision.refusal);
      if (decision.kind === 'unchanged') return null;
      const expected = decision.unconditional ? null : key.version;
      return attemptBy(caller, identity, keyId, expected, decision.event, now);
    };
    return { ...(await this.#options.log.execute(keyId, identity, decide, mayNarrow)), secret: null };
  }

  /** Only a secret that the ledger took: a repeat that another replica was faster with made that one's, not this one. */
  #shown(minted: MintedSecret | null): string | null {
    return minted !== null && this.#options.directory.isDigestTaken(minted.digest.digest) ? minted.text : null;
  }

  #find(caller: Caller, keyId: string): Aggregate<KeyState> {
    const key = this.#options.directory.key(keyId);
    if (key === undefined || !reaches(caller.principal, key.state.organizationId)) throw notFound('key');
    return key;
  }

  /** Asked anew at every try: what the caller may, and what the organization has, may have changed. */
  #demandMayGive({ principal }: Caller, key: HandedOut & Pick<KeyState, 'organizationId'>, before?: KeyState): void {
    const { directory } = this.#options;
    demandHandOut(directory, principal, key);
    demandTier(principal, directory.organization(key.organizationId)?.state.tier ?? '', key, before);
  }

  #checkRoom(organizationId: KeyState['organizationId']): void {
    const { directory, maxKeysPerOrganization } = this.#options;
    if (directory.keyCount(organizationId) < maxKeysPerOrganization) return;
    const message = `An organization can hold ${String(maxKeysPerOrganization)} keys.`;
    throw new Fault('validation_failed', message, { errors: [{ field: 'organization_id', message }] });
  }

  #mint({
    kind,
    environment,
    organizationId,
  }: Pick<KeyState, 'kind' | 'environment' | 'organizationId'>): MintedSecret {
    const { name, keyFormat } = this.#options.profile();
    const declared = findPrefix(keyFormat, kind, environment);
    if (declared === null) throw new Error(`profile ${name} has no ${kind} prefix for ${environment}`);
    const prefix = prefixOf(declared, organizationId);
    const text = composeKeyText(prefix, randomBytes(SECRET_RANDOM_BYTES));
    const publicKey = kind === 'public' ? text : null;
    const digested = this.#options.digester.digest(text);
    return { text, digest: { ...digested, prefix: prefix.text, last4: lastFour(text), publicKey } };
  }
}

const narrowing = (verb: string, input: object = {}): Asked => ({ verb, input, mayNarrow: true });

function keyCreated(organizationId: KeyState['organizationId'], key: NewKey, secret: SecretDigest): KeyCreated {
  return { type: 'key.created', organizationId, ...key, secret };
}

function versionMismatch(version: number): Fault {
  return new Fault('version_mismatch', `The key has changed since: its version is now ${String(version)}.`);
}

function checkRotation(reason: string, overlapMs: number, { kind, environment }: KeyState, profile: Profile): void {
  const problems = new Problems();
  checkFormat(problems, kind, environment, profile);
  problems.check(overlapMs >= 0 && overlapMs <= MAX_OVERLAP_MS, 'overlap', 'a duration from PT0S to P90D');
  problems.reason(reason);
  problems.assertNone();
}

/** A command whose only input is the reason. */
function plain(caller: Caller, command: KeyCommand): () => KeyCommand {
  return () => {
    const problems = new Problems();
    problems.reason(caller.reason);
    problems.assertNone();
    return command;
  };
}
