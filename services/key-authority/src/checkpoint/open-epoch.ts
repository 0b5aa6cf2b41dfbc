import { randomBytes } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import type { LedgerEvent } from '@keyledger/domain';
import type { Clock, Ledger } from '@keyledger/ports';
import { encodeAttempt } from '@keyledger/wire';
import { attemptBy, identify } from '../application/caller.ts';
import { CALLER, newLedgerId } from '../ledger/establish-ledger.ts';
import { type FoundLedger, readFoundLedger } from './found-ledger.ts';

export interface EpochOptions {
  readonly ledger: Ledger;
  readonly emptyDirectory: () => Directory;
  readonly clock: Clock;
  /** For a ledger that was made anew and is opened here: the longest lease that may be granted. */
  readonly maxHoldMs: number;
  readonly signal: AbortSignal;
}

const CALLER_OF_EPOCHS = { ...CALLER, reason: 'an operator accepted that the ledger was replaced' };
const COMPACTION_KEY_BYTES = 16;

/**
 * Gives a ledger that was shortened or made anew another identity, so that no position of the time before names
 * something else. Of replicas that try at once, the first one wins; another that knows of longer leases opens one more
 * epoch. Before anything else is done with the ledger: what is remembered of the lost one is not touched before this
 * stands.
 * @param replaces the ids that it was known by
 * @param longestHoldMs the longest lease that could be granted in what was lost
 * @throws Fault `ledger_unavailable`, `outcome_unknown`
 */
export async function openEpoch(
  options: EpochOptions,
  replaces: readonly string[],
  longestHoldMs: number,
): Promise<void> {
  const { ledger, emptyDirectory, maxHoldMs, signal } = options;
  for (let found = await readFoundLedger(ledger, emptyDirectory(), signal); ;) {
    if (found !== null && isCovered(found, replaces, longestHoldMs)) return;
    const written =
      found === null
        ? await write(options, 0, { type: 'ledger.opened', ledgerId: newLedgerId(), maxHoldMs })
        : await write(options, found.version, {
            type: 'ledger.epoch_opened',
            ledgerId: newLedgerId(),
            replaces,
            longestHoldMs,
          });
    found = await readFoundLedger(ledger, emptyDirectory(), signal, written);
  }
}

const isCovered = ({ state }: FoundLedger, replaces: readonly string[], longestHoldMs: number): boolean =>
  replaces.every((id) => state.previousIds.includes(id)) && state.longestHoldMs >= longestHoldMs;

function write({ ledger, clock }: EpochOptions, version: number, event: LedgerEvent) {
  const identity = identify(CALLER_OF_EPOCHS, 'open epoch', event);
  const attempt = attemptBy(CALLER_OF_EPOCHS, identity, 'ledger', version, event, clock.wall());
  return ledger.append({ key: randomBytes(COMPACTION_KEY_BYTES), value: encodeAttempt(attempt) });
}
