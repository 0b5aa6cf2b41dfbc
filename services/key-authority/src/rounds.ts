import type { Logger, Timers } from '@keyledger/ports';

export interface RoundsOptions {
  readonly timers: Timers;
  readonly logger: Logger;
  /** Between the end of a round and the next. */
  readonly intervalMs: number;
  /** What cannot be done when a round fails, for the log. */
  readonly failed: string;
}

/** Does the same again and again until it is stopped; a round that fails is followed by another. */
export class Rounds {
  readonly #options: RoundsOptions;
  readonly #round: () => Promise<void>;
  #isStopped = false;
  #cancel: (() => void) | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: RoundsOptions, round: () => Promise<void>) {
    this.#options = options;
    this.#round = round;
  }

  /** A round that takes long asks now and then. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  start(): void {
    this.#running = this.#roundThenWait();
  }

  /** Resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    await this.#running;
  }

  async #roundThenWait(): Promise<void> {
    const { timers, logger, intervalMs, failed } = this.#options;
    try {
      await this.#round();
    } catch (error) {
      logger.warn({ err: error }, failed);
    }
    if (!this.#isStopped) this.#cancel = timers.after(intervalMs, () => this.start());
  }
}
