import type { Directory } from '@keyledger/directory';
import type { Clock, Ledger } from '@keyledger/ports';
import type { CatalogueFeed } from './catalogue-feed.ts';
import type { CommandLog } from './command-log.ts';
import { establishLedger } from './establish-ledger.ts';
import type { Projector } from './projector.ts';

/** As long as it takes: a large ledger is read for minutes, and a replica that is not ready harms nobody. */
const NO_DEADLINE_MS = 2 ** 31 - 1;

export interface CatchUpOptions {
  readonly ledger: Ledger;
  readonly directory: Directory;
  readonly catalogue: CatalogueFeed;
  readonly projector: Projector;
  readonly log: CommandLog;
  readonly clock: Clock;
  /** For a ledger that is opened now: the longest lease that may be granted. */
  readonly maxHoldMs: number;
  /** The ledger cannot be read on: this replica must not go on either. */
  readonly fail: (error: unknown) => void;
  /** Ends a catching up that is under way; once it is over, `stop` ends the reading, after those who depend on it. */
  readonly stopping: AbortSignal;
}

/** Begins to read the ledger; resolves when all that it held at this moment is applied, and it has an identity. */
export async function catchUp(options: CatchUpOptions): Promise<{ stop(): Promise<void> }> {
  const { ledger, directory, catalogue, projector, log, clock, fail } = options;
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const running = projector.run(ending.signal).catch((error: unknown) => {
    fail(error);
    throw error;
  });
  const caughtUp = async (): Promise<void> => {
    await projector.waitFor(await ledger.end(), NO_DEADLINE_MS);
    catalogue.live();
    if (directory.ledgerId === '') await establishLedger(directory, log, clock, options.maxHoldMs);
  };
  options.stopping.addEventListener('abort', end);
  await Promise.race([caughtUp(), running]).finally(() => options.stopping.removeEventListener('abort', end));
  return {
    async stop() {
      end();
      await running.catch(() => undefined);
    },
  };
}
