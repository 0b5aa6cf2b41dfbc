import type { Attempt, LedgerPosition } from '@keyledger/domain';
import type { LedgerBatch, LedgerFollower, Logger, Timers } from '@keyledger/ports';
import { decodeRecord } from '@keyledger/wire';
import type { GrantCache } from './grant-cache.ts';

export interface FollowingObserver {
  /** Everything up to here is applied; these attempts are new. */
  applied(upTo: LedgerPosition, attempts: readonly Attempt[]): void;
  /** The follower lost its way; nothing is cached until it reads again. */
  stopped(error: unknown): void;
}

/** Whoever holds a lease on what is followed, and is told of it. */
export interface FollowedLease {
  /** A new life: reads from behind here on, and has nothing from before. */
  begin(applied: LedgerPosition): void;
  /** @param isNews whether attempts were among it */
  applied(position: LedgerPosition, isNews: boolean): void;
  /** Nothing is read any more. */
  end(): void;
}

export interface CacheFollowerOptions {
  readonly cache: GrantCache;
  readonly follower: LedgerFollower;
  readonly lease: FollowedLease;
  readonly observer: FollowingObserver;
  readonly logger: Logger;
  readonly timers: Timers;
}

const RESTART_DELAY_MS = 500;

/**
 * Keeps a cache true by the ledger. A follower that had to stop begins again at the end, as a new holder with an empty
 * cache: it has not seen what it missed.
 */
export class CacheFollower {
  readonly #options: CacheFollowerOptions;
  #reading = new AbortController();

  constructor(options: CacheFollowerOptions) {
    this.#options = options;
  }

  /** Until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { cache, lease, observer, logger } = this.#options;
    while (!signal.aborted) {
      this.#reading = new AbortController();
      try {
        await this.#follow(AbortSignal.any([signal, this.#reading.signal]));
      } catch (error) {
        logger.error({ err: error }, 'following the ledger failed; beginning again with an empty cache');
        if (!signal.aborted) observer.stopped(error);
      }
      lease.end();
      cache.stop();
      await this.#pause(signal);
    }
  }

  /** The ledger was replaced: positions that were applied mean nothing any more. */
  beginAnew(): void {
    this.#options.cache.forget();
    this.#reading.abort();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { cache, follower, lease, observer } = this.#options;
    let isReading = false;
    for await (const batch of follower.follow('end', signal)) {
      if (signal.aborted) return;
      if (isReading) this.#apply(batch);
      else {
        cache.restart(batch.upTo);
        lease.begin(batch.upTo);
        observer.applied(batch.upTo, []);
      }
      isReading = true;
    }
  }

  /** Rule 9: entries and watermarks first, then `applied`, then it is told. */
  #apply({ records, upTo }: LedgerBatch): void {
    const { cache, lease, observer } = this.#options;
    const attempts: Attempt[] = [];
    for (const { position, value } of records) {
      const record = decodeRecord(value);
      if (record.kind === 'noop') continue;
      cache.apply(position, record.attempt);
      attempts.push(record.attempt);
    }
    cache.advance(upTo);
    lease.applied(upTo, attempts.length > 0);
    observer.applied(upTo, attempts);
  }

  #pause(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const over = (): void => {
        cancel();
        signal.removeEventListener('abort', over);
        resolve();
      };
      const cancel = this.#options.timers.after(RESTART_DELAY_MS, over);
      signal.addEventListener('abort', over);
    });
  }
}
