import { messageOf } from './errors.ts';
import { type Link, pause, unlessAborted } from './link.ts';
import type { KafkaFollowerOptions } from './options.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** How a link is opened; counts the attempts. */
export type OpenLink<L extends Link> = (
  options: KafkaFollowerOptions,
  attempt: number,
  signal: AbortSignal,
) => Promise<L>;

/** Keeps one link, for whoever needs one, and replaces it when it has failed. */
export class Links<L extends Link = Link> {
  readonly #options: KafkaFollowerOptions;
  readonly #openLink: OpenLink<L>;
  #link: L | undefined;
  /** The attempt that is under way: whoever comes meanwhile waits for the same connection. */
  #opening: Promise<L> | undefined;
  #trouble: unknown;
  #attempt = Math.floor(Math.random() * 1_000); // so that not every process asks the same broker first
  #failures = 0;
  /** On the monotonic clock. Counted from the failure, so that callers with little patience cannot wait in vain for ever. */
  #retryAt = 0;

  constructor(options: KafkaFollowerOptions, open: OpenLink<L>) {
    this.#options = options;
    this.#openLink = open;
  }

  /** The last failure since it {@link worked}, for operators. */
  get trouble(): unknown {
    return this.#trouble;
  }

  /**
   * The link that there is, or a new one, tried for until the signal aborts.
   * @throws the last failure, or the signal's reason, where it aborts
   */
  async get(signal: AbortSignal): Promise<L> {
    let last: unknown;
    for (;;) {
      if (this.#link?.leader.isConnected() === true) return this.#link;
      if (signal.aborted) throw last ?? signal.reason;
      this.#opening ??= this.#open(signal).finally(() => {
        this.#opening = undefined;
      });
      try {
        return await unlessAborted(this.#opening, signal);
      } catch (error) {
        // It may be that only the patience of the one who began it was over.
        if (!signal.aborted) last = error;
      }
    }
  }

  /**
   * Gives up the link, unless another one has taken its place already; the next {@link get} opens another, after a pause
   * that grows until {@link worked}.
   */
  failed(link: L, error: unknown): void {
    if (link !== this.#link) return;
    this.drop();
    this.#failed(error);
  }

  worked(): void {
    if (this.#failures > 1) this.#options.logger.info({ topic: this.#options.topic }, 'the ledger answers again');
    this.#failures = 0;
    this.#retryAt = 0;
    this.#trouble = undefined;
  }

  drop(): void {
    this.#link?.close();
    this.#link = undefined;
  }

  async #open(signal: AbortSignal): Promise<L> {
    this.drop();
    try {
      await pause(this.#retryAt - performance.now(), signal);
      const link = await this.#openLink(this.#options, this.#attempt++, signal);
      // Whoever gave up meanwhile has dropped what there was, and would never know of this one.
      if (signal.aborted) link.close();
      signal.throwIfAborted();
      this.#link = link;
      return link;
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
      throw error;
    }
  }

  #failed(error: unknown): void {
    this.#trouble = error;
    this.#failures += 1;
    this.#retryAt = performance.now() + this.#pause();
    const fields = { topic: this.#options.topic, error: messageOf(error), failures: this.#failures };
    // One line for an outage, not one for each attempt.
    if (this.#failures === 2) this.#options.logger.warn(fields, 'the ledger does not answer; trying on');
    else this.#options.logger.debug(fields, 'a connection to the ledger failed');
  }

  #pause(): number {
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(this.#failures - 1, 10), LONGEST_PAUSE_MS);
    return longest * (0.5 + Math.random() / 2);
  }
}
