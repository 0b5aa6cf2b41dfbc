import type { CheckpointStore, Directory, DirectorySnapshot, LedgerMark } from '@keyledger/directory';
import { BEFORE_FIRST, type LedgerPosition, positionAt } from '@keyledger/domain';
import type { Clock, Ledger, Logger } from '@keyledger/ports';
import type { CatalogueFeed } from '../ledger/catalogue-feed.ts';
import { differenceFrom } from './compare.ts';
import { type Mismatch, type Mismatches, acceptanceToken, idsOf, isOver, longestHoldOf, refusal } from './epoch.ts';
import { readFoundLedger } from './found-ledger.ts';
import { openEpoch } from './open-epoch.ts';
import { type Witness, catalogueWitness, checkpointWitness } from './witness.ts';

export interface ResumeOptions {
  readonly checkpoints: CheckpointStore;
  readonly ledger: Ledger;
  /** Still empty. */
  readonly directory: Directory;
  /** For what is read beside. */
  readonly emptyDirectory: () => Directory;
  /** Has taken nothing yet. */
  readonly catalogue: CatalogueFeed;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The token of the epoch that an operator accepts; undefined: none. */
  readonly acceptEpoch: string | undefined;
  /** For a ledger that was made anew and accepted: the longest lease that may be granted. */
  readonly maxHoldMs: number;
  readonly signal: AbortSignal;
}

/** How to go on. */
export interface Resumed {
  /** What the directory holds now; null: it is still empty, and the ledger is to be read whole. */
  readonly restored: LedgerMark | null;
  /** What is remembered is of an epoch that is over. */
  readonly isOutdated: boolean;
}

const FROM_THE_START: Resumed = { restored: null, isOutdated: false };

/**
 * Looks whether the ledger is still the one that was read before, and fills the directory from its checkpoint where it
 * is and that can be used. Nothing is changed where this throws; a ledger that an operator accepts has opened its new
 * epoch before anything that is remembered is given up.
 * @throws StartRefused where the ledger was shortened or made anew, and no operator has accepted that
 * @throws Fault `ledger_unavailable`, `outcome_unknown`
 */
export async function resume(options: ResumeOptions): Promise<Resumed> {
  const { checkpoints, ledger, catalogue, logger, signal } = options;
  const checkpoint = await checkpoints.load();
  if (checkpoint.kind === 'unusable') {
    logger.warn({ why: checkpoint.why }, 'the checkpoint is not used: reading the whole ledger');
  }
  const remembered = rememberedBy(catalogue, logger);
  const witnesses = [checkpointWitness(checkpoint), remembered].filter((witness) => witness !== null);
  const mismatches: Mismatch[] = [];
  for (const witness of witnesses) {
    const difference = await differenceFrom(witness, ledger, signal);
    if (difference !== null) mismatches.push({ witness, difference });
  }
  if (isSome(mismatches)) return readAnew(options, witnesses, mismatches);
  if (checkpoint.kind !== 'usable' || !isTakenBy(remembered, checkpoint)) return FROM_THE_START;
  return restored(options, checkpoint.mark, checkpoint.snapshot);
}

/**
 * A catalogue that cannot be read takes nothing out of service. But as nobody can tell whether it is of this ledger, it
 * is not used until the next start, which asks it again.
 */
function rememberedBy(catalogue: CatalogueFeed, logger: Logger): Witness | null {
  try {
    return catalogueWitness(catalogue.stale);
  } catch (error) {
    logger.error({ err: error }, 'the catalogue cannot be read: it does not tell whether the ledger was replaced');
    catalogue.giveUp();
    return null;
  }
}

const isSome = (mismatches: readonly Mismatch[]): mismatches is Mismatches => mismatches.length > 0;

/** Whether the catalogue has everything that would not be read again; else it gets it from the whole ledger. */
function isTakenBy(
  catalogue: Witness | null,
  { mark, snapshot }: { mark: LedgerMark; snapshot: DirectorySnapshot },
): boolean {
  if (catalogue === null || !catalogue.ledgerIds.includes(mark.ledgerIds[0])) return false;
  return catalogue.position >= lastChange(snapshot);
}

/** The position of the last attempt that was accepted. */
function lastChange({ aggregates }: DirectorySnapshot): LedgerPosition {
  const last = (highest: number, { recent, creation }: DirectorySnapshot['aggregates'][number]): number =>
    Math.max(highest, (recent.at(-1) ?? creation).position);
  return positionAt(aggregates.reduce(last, BEFORE_FIRST));
}

function restored({ directory, logger }: ResumeOptions, mark: LedgerMark, snapshot: DirectorySnapshot): Resumed {
  directory.restore(snapshot);
  const { position, aggregates } = snapshot;
  logger.info({ position, aggregates: aggregates.length }, 'going on from the checkpoint');
  return { ...FROM_THE_START, restored: mark };
}

/** Each witness counts: that the epoch of one is over does not say that another has lost nothing since. */
async function readAnew(
  options: ResumeOptions,
  witnesses: readonly Witness[],
  mismatches: Mismatches,
): Promise<Resumed> {
  const { ledger, emptyDirectory, catalogue, logger, acceptEpoch, signal } = options;
  const found = await readFoundLedger(ledger, emptyDirectory(), signal);
  const pending = mismatches.filter(({ witness }) => !isOver(witness, found));
  if (isSome(pending)) {
    const token = acceptanceToken(witnesses, found);
    if (acceptEpoch !== token) throw refusal(pending, found, token);
    await openEpoch(options, idsOf(pending), longestHoldOf(pending));
  }
  for (const { witness, difference } of mismatches) {
    const { source, ledgerIds, position } = witness;
    const fields = { source, ledgerId: ledgerIds[0], position, found: found?.state.ledgerId, difference };
    logger.warn(fields, 'an operator has ended the epoch that was read here: reading anew');
    if (source === 'catalogue') empty(catalogue, logger);
  }
  return { restored: null, isOutdated: true };
}

/** One that cannot be emptied is not used until the next start, which tries again. */
function empty(catalogue: CatalogueFeed, logger: Logger): void {
  try {
    catalogue.stale.clear();
  } catch (error) {
    logger.error({ err: error }, 'the catalogue cannot be emptied: it is of a ledger that was replaced');
    catalogue.giveUp();
  }
}
