import type { LedgerPosition } from '@keyledger/domain';
import type { LedgerBatch, LedgerFollower, Logger } from '@keyledger/ports';
import { decodeRecord } from '@keyledger/wire';
import { setTimeout as delay } from 'node:timers/promises';
import type { GrantCache } from './grant-cache.ts';

export interface FollowingObserver {
  /** The follower reads, and has applied everything up to here. */
  applied(upTo: LedgerPosition, records: number): void;
  /** The follower lost its way; nothing is cached until it reads again. */
  stopped(error: unknown): void;
}

const RESTART_DELAY_MS = 500;

/**
 * Keeps a cache true by the ledger until `signal` aborts. A follower that had to stop begins again at the end, with an
 * empty cache: it has not seen what it missed.
 */
export async function followIntoCache(
  cache: GrantCache,
  follower: LedgerFollower,
  observer: FollowingObserver,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await followOnce(cache, follower, observer, signal);
    } catch (error) {
      if (signal.aborted) break;
      logger.error({ err: error }, 'following the ledger failed; beginning again with an empty cache');
      observer.stopped(error);
    }
    cache.stop();
    await delay(RESTART_DELAY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function followOnce(
  cache: GrantCache,
  follower: LedgerFollower,
  observer: FollowingObserver,
  signal: AbortSignal,
): Promise<void> {
  let reading = false;
  for await (const batch of follower.follow('end', signal)) {
    if (!reading) cache.restart(batch.upTo);
    else applyBatch(cache, batch);
    reading = true;
    observer.applied(batch.upTo, batch.records.length);
  }
}

/** Rule 9: entries and watermarks first, then `applied`. */
function applyBatch(cache: GrantCache, batch: LedgerBatch): void {
  for (const { position, value } of batch.records) {
    const record = decodeRecord(value);
    if (record.kind === 'attempt') cache.apply(position, record.attempt);
  }
  cache.advance(batch.upTo);
}
