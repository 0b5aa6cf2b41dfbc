import { randomBytes } from 'node:crypto';
import { type Clock, Fault, type Logger, type UsageBatch, type UsageSink, isFault } from '@keyledger/ports';
import { SecurityAggregator, type SecurityIncident } from './security-aggregator.ts';
import { UsageAggregator, type UsageSample } from './usage-aggregator.ts';

export interface UsageRecorderOptions {
  readonly sink: UsageSink;
  /** Between two batches, in milliseconds: what a crash loses at most while batches are taken. */
  readonly flushMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly maxRows?: number;
  readonly maxSecurityRows?: number;
}

export type UsageCounter = Pick<UsageRecorder, 'answered' | 'incident'>;

type Untimed<Sample extends { readonly at: number }> = Omit<Sample, 'at'>;

/** How long a batch is waited for before it is sent again. */
const TAKE_DEADLINE_MS = 5_000;

/**
 * Counts what a node answers, and hands the counts on in batches. Counting neither waits nor throws, and its memory is
 * bounded: one batch is under way, everything else adds up behind it until that one is taken.
 */
export class UsageRecorder {
  readonly #options: UsageRecorderOptions;
  readonly #node = randomBytes(16).toString('hex');
  readonly #usage: UsageAggregator;
  readonly #security: SecurityAggregator;
  readonly #closed = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #sequence = 0;
  #pending: UsageBatch | null = null;
  #sending: Promise<void> | null = null;
  /** Of a series of failures, the first is logged. */
  #failing = false;

  constructor(options: UsageRecorderOptions) {
    this.#options = options;
    this.#usage = new UsageAggregator(options.maxRows);
    this.#security = new SecurityAggregator(options.maxSecurityRows);
    this.#timer = setInterval(() => void this.flush(), options.flushMs);
    this.#timer.unref();
  }

  /** Whether a batch waits that could not be handed on. */
  get failing(): boolean {
    return this.#failing;
  }

  /** Rows that nobody has taken yet. */
  get waiting(): number {
    const { usage, security } = this.#pending ?? { usage: [], security: [] };
    return this.#usage.size + this.#security.size + usage.length + security.length;
  }

  /** Requests so far that are in no key's usage, for want of room. */
  get overflowed(): number {
    return this.#usage.overflowed;
  }

  answered(sample: Untimed<UsageSample>): void {
    this.#usage.add({ ...sample, at: this.#options.clock.wall() });
  }

  incident(incident: Untimed<SecurityIncident>): void {
    this.#security.add({ ...incident, at: this.#options.clock.wall() });
  }

  /** Hands on what was counted, unless that is being done already. Never rejects. */
  flush(): Promise<void> {
    return (this.#sending ??= this.#send().finally(() => (this.#sending = null)));
  }

  /** Hands on what is left, and gives up after the deadline (ms). What was not taken then is lost, and logged. */
  async close(deadlineMs = TAKE_DEADLINE_MS): Promise<void> {
    clearInterval(this.#timer);
    const cut = setTimeout(() => this.#closed.abort(), deadlineMs);
    await this.flush();
    // One may have been under way that did not have the last counts.
    if (this.waiting > 0 && !this.#failing) await this.flush();
    clearTimeout(cut);
    if (this.waiting > 0) this.#options.logger.warn({ rows: this.waiting }, 'usage was not handed on before the stop');
  }

  async #send(): Promise<void> {
    const batch = (this.#pending ??= this.#next());
    if (batch === null) return;
    const { sink, logger } = this.#options;
    try {
      const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(TAKE_DEADLINE_MS)]);
      await Promise.race([sink.take(batch, signal), givenUp(signal)]);
      this.#pending = null;
      this.#failing = false;
    } catch (error) {
      const code = isFault(error) ? error.code : error instanceof Error ? error.name : typeof error;
      if (!this.#failing) logger.warn({ code }, 'usage could not be handed on, and is counted on');
      this.#failing = true;
    }
  }

  #next(): UsageBatch | null {
    if (this.#usage.size + this.#security.size === 0) return null;
    this.#sequence += 1;
    return { node: this.#node, sequence: this.#sequence, usage: this.#usage.take(), security: this.#security.take() };
  }
}

/** Rejects when it aborts: a sink that does not listen must not hold what comes behind. */
function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = (): void => reject(new Fault('ledger_unavailable', 'The batch was not taken in time.'));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}
