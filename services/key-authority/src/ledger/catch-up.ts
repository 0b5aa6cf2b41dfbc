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
}

/** Begins to read the ledger; resolves when all that it held at this moment is applied, and it has an identity. */
export async function catchUp(options: CatchUpOptions): Promise<{ stop(): Promise<void> }> {
  const { ledger, directory, catalogue, projector, log, clock, fail } = options;
  const stopping = new AbortController();
  const running = projector.run(stopping.signal).catch((error: unknown) => {
    fail(error);
    throw error;
  });
  const caughtUp = async (): Promise<void> => {
    await projector.waitFor(await ledger.end(), NO_DEADLINE_MS);
    catalogue.live();
    if (directory.ledgerId === '') await establishLedger(directory, log, clock, options.maxHoldMs);
  };
  await Promise.race([caughtUp(), running]);
  return {
    async stop() {
      stopping.abort();
      await running.catch(() => undefined);
    },
  };
}
