import { messageOf } from './errors.ts';
import { type Link, openLink, pause } from './link.ts';
import type { KafkaFollowerOptions } from './options.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** Keeps one link for one user, and replaces it when it has failed. */
export class Links {
  readonly #options: KafkaFollowerOptions;
  #link: Link | undefined;
  #attempt = Math.floor(Math.random() * 1_000); // so that not every process asks the same broker first
  #failures = 0;
  /** On the monotonic clock. Counted from the failure, so that callers with little patience cannot wait in vain for ever. */
  #retryAt = 0;

  constructor(options: KafkaFollowerOptions) {
    this.#options = options;
  }

  /**
   * The link that there is, or a new one, tried for until the signal aborts.
   * @throws the last failure, or the signal's reason, where it aborts
   */
  async get(signal: AbortSignal): Promise<Link> {
    if (this.#link?.leader.isConnected() === true) return this.#link;
    this.drop();
    let last: unknown;
    for (;;) {
      if (signal.aborted) throw last ?? signal.reason;
      try {
        await pause(this.#retryAt - performance.now(), signal);
        this.#link = await openLink(this.#options, this.#attempt++, signal);
        return this.#link;
      } catch (error) {
        if (!signal.aborted) last = this.#failed(error);
      }
    }
  }

  /** Gives up the link; the next {@link get} opens another, after a pause that grows until {@link worked}. */
  failed(error: unknown): void {
    this.drop();
    this.#failed(error);
  }

  worked(): void {
    if (this.#failures > 1) this.#options.logger.info({ topic: this.#options.topic }, 'the ledger answers again');
    this.#failures = 0;
    this.#retryAt = 0;
  }

  drop(): void {
    this.#link?.close();
    this.#link = undefined;
  }

  #failed(error: unknown): unknown {
    this.#failures += 1;
    this.#retryAt = performance.now() + this.#pause();
    const fields = { topic: this.#options.topic, error: messageOf(error), failures: this.#failures };
    // One line for an outage, not one for each attempt.
    if (this.#failures === 2) this.#options.logger.warn(fields, 'the ledger does not answer; trying on');
    else this.#options.logger.debug(fields, 'a connection to the ledger failed');
    return error;
  }

  #pause(): number {
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(this.#failures - 1, 10), LONGEST_PAUSE_MS);
    return longest * (0.5 + Math.random() / 2);
  }
}
