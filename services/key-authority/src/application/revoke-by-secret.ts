import { type Profile, parseKeyText } from '@keyledger/domain';
import { Fault, type Logger } from '@keyledger/ports';
import { setTimeout as delay } from 'node:timers/promises';
import { tooManyRequests } from '../access/command-limits.ts';
import type { Caller } from './caller.ts';
import type { DirectoryVerifier } from './directory-verifier.ts';
import type { KeyCommands } from './key-commands.ts';

/** Long enough for a revoke, so that the time of an answer says nothing about the secret. */
const ANSWER_AFTER_MS = 500;
/** Below the deadline of a node's call. */
const PATIENCE_MS = 4_000;
const RETRY_MS = 1_000;
const CAPACITY = 1_000;
/** Below the ten seconds that a part of a process has for its stop. */
const CLOSE_DEADLINE_MS = 8_000;

export interface RevokeBySecretOptions {
  readonly verifier: DirectoryVerifier;
  readonly keys: KeyCommands;
  readonly profile: () => Profile;
  /** Reads all that the ledger holds now. */
  readonly catchUp: () => Promise<void>;
  readonly logger: Logger;
}

/**
 * Ends a leaked secret for whoever holds it (security.md, "revoke-by-secret"): the newest secret ends its key, one in
 * its overlap ends itself, a retired one nothing.
 */
export class RevokeBySecret {
  readonly #options: RevokeBySecretOptions;
  /** By secret: one try for all who ask at once. */
  readonly #tries = new Map<string, Promise<void>>();
  /** By secret: tried until the ledger takes it. */
  readonly #accepted = new Map<string, Promise<void>>();
  readonly #stopped = new AbortController();

  constructor(options: RevokeBySecretOptions) {
    this.#options = options;
  }

  /** Secrets that were accepted and that the ledger has not taken yet. */
  get waiting(): number {
    return this.#accepted.size;
  }

  /**
   * For anybody: whether there was such a key is not told, not even by time. What is accepted is tried until the ledger
   * takes it or the process ends.
   * @throws Fault `rate_limited` where too many wait for a ledger that takes nothing
   */
  async accept(secret: string, address: string): Promise<void> {
    if (this.#couldBeKey(secret)) this.#accept(secret, address);
    await delay(ANSWER_AFTER_MS);
  }

  /**
   * For a node, which may verify every key, and asks again where this fails: done at the return.
   * @throws Fault `ledger_unavailable`: nothing was accepted
   */
  async revoke(secret: string, address: string): Promise<void> {
    const ending = new AbortController();
    const late = delay(PATIENCE_MS, undefined, { ref: false, signal: ending.signal }).then(() => {
      throw new Error(`not done within ${String(PATIENCE_MS)} ms`);
    });
    try {
      await Promise.race([this.#try(secret, address), late]);
    } catch (cause) {
      throw new Fault('ledger_unavailable', 'The ledger has not taken it; try again.', { cause });
    } finally {
      ending.abort();
    }
  }

  /** Tries what was accepted until the deadline, and logs how many the ledger has not taken. */
  async close(deadlineMs = CLOSE_DEADLINE_MS): Promise<void> {
    const timer = setTimeout(() => this.#stopped.abort(), deadlineMs);
    await Promise.race([Promise.all(this.#accepted.values()), aborted(this.#stopped.signal)]);
    clearTimeout(timer);
    this.#stopped.abort();
    const count = this.#accepted.size;
    if (count > 0) this.#options.logger.error({ count }, 'secrets were not revoked before the stop');
  }

  #accept(secret: string, address: string): void {
    if (this.#stopped.signal.aborted) throw tooManyRequests();
    if (this.#accepted.has(secret)) return;
    if (this.#accepted.size >= CAPACITY) throw tooManyRequests();
    const done = this.#untilDone(secret, address).finally(() => this.#accepted.delete(secret));
    this.#accepted.set(secret, done);
  }

  async #untilDone(secret: string, address: string): Promise<void> {
    const { logger } = this.#options;
    const { signal } = this.#stopped;
    for (let tries = 1; !signal.aborted; tries++) {
      try {
        return await this.#try(secret, address);
      } catch (error) {
        const log = tries === 1 ? logger.warn : logger.debug;
        log.call(logger, { err: error, tries }, 'revoke-by-secret has not taken effect yet');
        await delay(RETRY_MS, undefined, { ref: false, signal }).catch(() => undefined);
      }
    }
  }

  #try(secret: string, address: string): Promise<void> {
    const running = this.#tries.get(secret);
    if (running !== undefined) return running;
    const begun = this.#once(secret, address).finally(() => this.#tries.delete(secret));
    this.#tries.set(secret, begun);
    return begun;
  }

  #couldBeKey(secret: string): boolean {
    return parseKeyText(this.#options.profile().keyFormat, secret) !== null;
  }

  async #once(secret: string, address: string): Promise<void> {
    const { verifier, keys, catchUp } = this.#options;
    if (!this.#couldBeKey(secret)) return;
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

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
