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
  type SecretDigest,
  decideKey,
  makeKeyId,
  touchesAuthority,
} from '@keyledger/domain';
import { type Clock, type Digester, Fault } from '@keyledger/ports';
import { demandTier } from '../access/key-tier.ts';
import { demandHandOut } from '../access/managing-key.ts';
import { demand, notFound, reaches } from '../access/permissions.ts';
import type { CommandLog, Decide, Outcome } from '../ledger/command-log.ts';
import { type Caller, attemptBy, identify } from './caller.ts';
import { findOrganization } from './find-organization.ts';
import {
  type CreateKeyInput,
  type NewKey,
  type UpdateKeyInput,
  checkKeyChanges,
  checkNewKey,
  wholeKeyInput,
} from './key-input.ts';
import { type MintedSecret, mintSecret } from './mint-secret.ts';
import { once } from './once.ts';
import { refusalFault } from './refusals.ts';
import { demandRoom } from './room.ts';
import { checkRotation } from './rotation-input.ts';
import { checkReason } from './validation.ts';

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

/** The life cycle of keys: every command, for every way in. */
export class KeyCommands {
  readonly #options: KeyCommandsOptions;

  constructor(options: KeyCommandsOptions) {
    this.#options = options;
  }

  async create(caller: Caller, organizationId: string, input: CreateKeyInput): Promise<KeyOutcome> {
    demand(caller.principal, 'keys.manage');
    const { directory, log, clock, profile, environment, digester, maxKeysPerOrganization } = this.#options;
    const identity = identify(caller, `POST /v1/organizations/${organizationId}/keys`, wholeKeyInput(input));
    const now = clock.wall();
    const id = makeKeyId(now, randomBytes(ID_RANDOM_BYTES));
    const prepare = once(() => {
      const { state } = findOrganization(directory, caller.principal, organizationId);
      const key = checkNewKey(input, caller.reason, state, profile(), { environment }, now);
      const minted = mintSecret(digester, profile(), { ...key, organizationId: state.id });
      return { minted, event: keyCreated(state.id, key, minted.digest) };
    });
    const outcome = await log.execute(id, identity, () => {
      const { event } = prepare();
      this.#demandMayGive(caller, event);
      demandRoom(directory.keyCount(event.organizationId), maxKeysPerOrganization, 'keys');
      return attemptBy(caller, identity, id, 0, event, now);
    });
    return { ...outcome, secret: outcome.aggregateId === id ? prepare().minted.text : null };
  }

  async rotate(caller: Caller, keyId: string, overlapMs: number): Promise<KeyOutcome> {
    const { directory, digester, profile } = this.#options;
    const asked = { verb: 'rotate', input: { overlapMs }, mayNarrow: overlapMs === 0 };
    let minted: MintedSecret | null = null;
    const outcome = await this.#change(caller, keyId, asked, ({ state }) => {
      // Its own new secret gives a managing key nothing that it has not.
      if (caller.principal.subject !== state.id) demandHandOut(directory, caller.principal, state);
      checkRotation(overlapMs, caller.reason, state, profile());
      minted ??= mintSecret(digester, profile(), state);
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
}

const narrowing = (verb: string, input: object = {}): Asked => ({ verb, input, mayNarrow: true });

function keyCreated(organizationId: KeyState['organizationId'], key: NewKey, secret: SecretDigest): KeyCreated {
  return { type: 'key.created', organizationId, ...key, secret };
}

function versionMismatch(version: number): Fault {
  return new Fault('version_mismatch', `The key has changed since: its version is now ${String(version)}.`);
}

/** A command whose only input is the reason. */
function plain(caller: Caller, command: KeyCommand): () => KeyCommand {
  return () => {
    checkReason(caller);
    return command;
  };
}
