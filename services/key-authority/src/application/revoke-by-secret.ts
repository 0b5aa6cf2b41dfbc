import { type Profile, parseKeyText } from '@keyledger/domain';
import type { Logger } from '@keyledger/ports';
import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from './caller.ts';
import type { DirectoryVerifier } from './directory-verifier.ts';
import type { KeyCommands } from './key-commands.ts';

/** Long enough for a revoke, so that the time of an answer says nothing about the secret. */
const ANSWER_AFTER_MS = 500;
const RETRY_MS = 1_000;
const RETRIES = 60;

export interface RevokeBySecretOptions {
  readonly verifier: DirectoryVerifier;
  readonly keys: KeyCommands;
  readonly profile: Profile;
  /** Reads all that the ledger holds now. */
  readonly catchUp: () => Promise<void>;
  readonly logger: Logger;
}

/**
 * Ends a leaked secret for whoever holds it (security.md, "revoke-by-secret"): the newest secret ends its key, one in
 * its overlap ends itself, a retired one nothing. Whether there was such a key is not told, not even by time.
 */
export class RevokeBySecret {
  readonly #options: RevokeBySecretOptions;

  constructor(options: RevokeBySecretOptions) {
    this.#options = options;
  }

  async revoke(secret: string, address: string): Promise<void> {
    await Promise.all([
      Promise.race([this.#untilDone(secret, address), delay(ANSWER_AFTER_MS)]),
      delay(ANSWER_AFTER_MS),
    ]);
  }

  /** It was accepted, so it is tried until the ledger takes it. */
  async #untilDone(secret: string, address: string): Promise<void> {
    for (let tries = 1; tries <= RETRIES; tries++) {
      try {
        await this.#once(secret, address);
        return;
      } catch (error) {
        this.#options.logger.warn({ err: error, tries }, 'revoke-by-secret has not taken effect yet');
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
    this.#options.logger.error({}, 'revoke-by-secret was given up');
  }

  async #once(secret: string, address: string): Promise<void> {
    const { verifier, keys, profile, catchUp } = this.#options;
    if (parseKeyText(profile.keyFormat, secret) === null) return;
    let found = verifier.find(secret);
    if (found === null) {
      // Another replica may have made it a moment ago.
      await catchUp();
      found = verifier.find(secret);
    }
    const digest = found?.key.state.secrets[found.index]?.digest;
    if (found === null || digest === undefined) return;
    const { id } = found.key;
    const caller: Caller = {
      principal: { subject: id, kind: 'possession', role: 'bootstrap', organizationId: null },
      address,
      idempotencyKey: null,
      reason: 'revoked by its secret',
    };
    await keys.endSecret(caller, id, digest);
  }
}
