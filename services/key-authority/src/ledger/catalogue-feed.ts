import type { AcceptedChange, Catalogue } from '@keyledger/catalogue';
import { Fault, type Logger } from '@keyledger/ports';
import { WaitingChanges } from './waiting-changes.ts';

/** What the catalogue takes in one transaction, during which nothing else runs: some tens of milliseconds. */
const AT_ONCE = 2_000;
/** Beyond this the catalogue is given up until the next start, which replays the ledger. */
const MAX_WAITING = 100_000;
/** The same, where changes are as large as limits allow: a replica must not die of its catalogue in a small container. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** How many of those that the catalogue never gets are kept for the answers of the commands that made them. */
const MAX_LOST = 1_000;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 10_000;

export interface CatalogueFeedOptions {
  readonly catalogue: Catalogue;
  readonly logger: Logger;
  /** Told at every change why the catalogue cannot be read, in words for operators; null: it can. */
  readonly onStatus?: (why: string | null) => void;
  readonly maxWaiting?: number;
  readonly maxWaitingBytes?: number;
  readonly firstRetryMs?: number;
}

/**
 * Hands what the fold accepted to the catalogue, in order, and keeps it for as long as the catalogue cannot take it.
 * Whatever the catalogue does, nothing is thrown and nobody waits: the verify path depends on the caller alone.
 */
export class CatalogueFeed {
  readonly #options: CatalogueFeedOptions;
  readonly #waiting = new WaitingChanges();
  /** The newest of those that the catalogue never gets: it could not store them, or was given up. */
  #lost: AcceptedChange[] = [];
  #isReplay = true;
  #isGivenUp = false;
  #isStopped = false;
  #retry: NodeJS.Timeout | null = null;
  #retryMs: number;
  #skipped = 0;

  constructor(options: CatalogueFeedOptions) {
    this.#options = options;
    this.#retryMs = this.#firstRetryMs;
  }

  /** How many changes the catalogue has not taken yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** How many changes were left out because they cannot be stored. */
  get skipped(): number {
    return this.#skipped;
  }

  /** The next changes, in the ledger's order. Outside of a replay, a catalogue that is well has them at the return. */
  take(changes: readonly AcceptedChange[]): void {
    if (this.#isGivenUp) return this.#lose(changes);
    this.#waiting.push(changes);
    if (this.#retry === null) this.#applyDown(this.#isReplay ? AT_ONCE : 1);
    if (this.#isTooMuch()) this.giveUp();
  }

  /** The replay is over: from now on every change is applied at once, so that a command can read what it did. */
  live(): void {
    this.#isReplay = false;
    if (this.#isGivenUp || this.#retry !== null) return;
    this.#applyDown(1);
    if (this.#retry === null) this.#tell(null);
  }

  /**
   * The catalogue, for whoever must not see what is old.
   * @throws Fault `not_caught_up`
   */
  current(): Catalogue {
    if (!this.#isGivenUp && this.#waiting.size === 0) return this.#options.catalogue;
    throw new Fault('not_caught_up', 'This replica cannot show names, lists and history at the moment; try again.');
  }

  /** The catalogue as it is, which may be old. */
  get stale(): Catalogue {
    return this.#options.catalogue;
  }

  /** What is known of an aggregate and is not in the catalogue, oldest first. */
  missing(aggregateId: string): AcceptedChange[] {
    return [...this.#lost.filter(({ aggregate }) => aggregate.id === aggregateId), ...this.#waiting.of(aggregateId)];
  }

  /** Until the next start it is neither filled nor read. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#cancelRetry();
    this.#options.logger.error({ waiting: this.#waiting.size }, 'the catalogue is given up until the next start');
    this.#lose(this.#waiting.clear());
    this.#tell('given up: restart this replica to fill it again from the ledger');
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelRetry();
  }

  #isTooMuch(): boolean {
    const { maxWaiting = MAX_WAITING, maxWaitingBytes = MAX_WAITING_BYTES } = this.#options;
    return this.#waiting.size > maxWaiting || this.#waiting.bytes > maxWaitingBytes;
  }

  get #firstRetryMs(): number {
    return this.#options.firstRetryMs ?? FIRST_RETRY_MS;
  }

  /** Applies until fewer than `least` are left. */
  #applyDown(least: number): void {
    while (this.#waiting.size >= least) if (!this.#applySome()) return;
  }

  #applySome(): boolean {
    const some = this.#waiting.first(AT_ONCE);
    try {
      this.#apply(some);
      this.#waiting.drop(some.length);
      return true;
    } catch (error) {
      if (this.#options.catalogue.isUnstorable(error)) return this.#applyEach(some);
      this.#retryLater(error);
      return false;
    }
  }

  /** One of them can never be stored: leaves that one out. */
  #applyEach(changes: readonly AcceptedChange[]): boolean {
    for (const change of changes) {
      try {
        this.#apply([change]);
      } catch (error) {
        if (!this.#options.catalogue.isUnstorable(error)) {
          this.#retryLater(error);
          return false;
        }
        this.#skip(change, error);
      }
      this.#waiting.drop(1);
    }
    return true;
  }

  #apply(changes: readonly AcceptedChange[]): void {
    const last = changes.at(-1);
    if (last !== undefined) this.#options.catalogue.apply(changes, last.position);
  }

  #skip(change: AcceptedChange, error: unknown): void {
    const { position, attempt } = change;
    const fields = { err: error, position, aggregate: attempt.aggregateId, event: attempt.event.type };
    this.#options.logger.error(fields, 'the catalogue cannot store a change: leaving it out');
    this.#skipped += 1;
    this.#lose([change]);
  }

  #lose(changes: readonly AcceptedChange[]): void {
    this.#lost = [...this.#lost, ...changes.slice(-MAX_LOST)].slice(-MAX_LOST);
  }

  #retryLater(error: unknown): void {
    this.#options.logger.warn({ err: error, waiting: this.#waiting.size }, 'the catalogue cannot be written');
    this.#tell('cannot be written at the moment: names, lists and history are not shown');
    this.#schedule(this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  #schedule(delayMs: number): void {
    if (this.#isStopped) return;
    this.#retry = setTimeout(() => this.#again(), delayMs).unref();
  }

  /** One transaction at a time, so that verifying goes on in between. */
  #again(): void {
    if (!this.#applySome()) return;
    this.#retryMs = this.#firstRetryMs;
    if (this.#waiting.size > 0) return this.#schedule(0);
    this.#retry = null;
    this.#options.logger.info({}, 'the catalogue is written again');
    if (!this.#isReplay) this.#tell(null);
  }

  #cancelRetry(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }

  #tell(why: string | null): void {
    this.#options.onStatus?.(why);
  }
}
