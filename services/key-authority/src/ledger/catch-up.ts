import type { CheckpointStore, Directory } from '@keyledger/directory';
import { type Clock, type Ledger, type Logger, systemTimers } from '@keyledger/ports';
import { CheckpointKeeper } from '../checkpoint/keeper.ts';
import { resume } from '../checkpoint/resume.ts';
import { seenAttempt } from '../checkpoint/seen-attempt.ts';
import type { CatalogueFeed } from './catalogue-feed.ts';
import type { CommandLog } from './command-log.ts';
import { establishLedger } from './establish-ledger.ts';
import type { Projector } from './projector.ts';

/** As long as it takes: a large ledger is read for minutes, and a replica that is not ready harms nobody. */
const NO_DEADLINE_MS = 2 ** 31 - 1;

export interface CatchUpOptions {
  readonly ledger: Ledger;
  /** Still empty. */
  readonly directory: Directory;
  /** For what is read beside. */
  readonly emptyDirectory: () => Directory;
  readonly catalogue: CatalogueFeed;
  readonly projector: Projector;
  readonly log: CommandLog;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For a ledger that is opened now: the longest lease that may be granted. */
  readonly maxHoldMs: number;
  readonly checkpoints: CheckpointStore;
  /** The token of an epoch that an operator accepts. */
  readonly acceptEpoch: string | undefined;
  /** The ledger cannot be read on: this replica must not go on either. */
  readonly fail: (error: unknown) => void;
  /** Whether the process ends because it failed: then what it holds is not to be kept. */
  readonly hasFailed: () => boolean;
  /** Ends a catching up that is under way; once it is over, `stop` ends the reading, after those who depend on it. */
  readonly stopping: AbortSignal;
}

/**
 * Begins to read the ledger, from the checkpoint on where there is one; resolves when all that it held at this moment is
 * applied, and it has an identity.
 * @throws StartRefused where the ledger is not the one that was read before, and no operator has accepted that
 */
export async function catchUp(options: CatchUpOptions): Promise<{ stop(): Promise<void> }> {
  const { ledger, directory, catalogue, projector, log, clock, maxHoldMs, fail, stopping } = options;
  const resumed = await resume({ ...options, signal: stopping });
  stopping.throwIfAborted();
  const keeper = new CheckpointKeeper({ ...options, timers: systemTimers }, resumed.restored);
  let isCaughtUp = false;
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const seen = resumed.restored === null ? undefined : seenAttempt(resumed.restored.attempt);
  const running = projector.run(ending.signal, seen).catch((error: unknown) => {
    void keeper.stop();
    fail(error);
    throw error;
  });
  const caughtUp = async (): Promise<void> => {
    await projector.waitFor(await ledger.end(), NO_DEADLINE_MS);
    catalogue.live();
    if (directory.ledgerId === '') await establishLedger(directory, log, clock, maxHoldMs);
    if (resumed.isOutdated) await keeper.save();
    isCaughtUp = true;
    keeper.begin();
  };
  stopping.addEventListener('abort', end);
  await Promise.race([caughtUp(), running]).finally(() => stopping.removeEventListener('abort', end));
  return {
    async stop() {
      end();
      // Why it could not be read on was told to `fail`.
      await running.catch(() => undefined);
      await (isCaughtUp ? keeper.finish() : keeper.stop());
    },
  };
}
