import type { Catalogue } from '@keyledger/catalogue';
import type { CheckpointStore, Directory, DirectorySnapshot, LedgerMark, LoadedCheckpoint } from '@keyledger/directory';
import { BEFORE_FIRST, type LedgerPosition, positionAt } from '@keyledger/domain';
import type { Ledger, Logger } from '@keyledger/ports';
import { differenceFrom } from './compare.ts';
import { acceptanceToken, isOver, refusal } from './epoch.ts';
import { readLedgerState } from './found-ledger.ts';
import { type Witness, catalogueWitness, checkpointWitness } from './witness.ts';

export interface ResumeOptions {
  readonly checkpoints: CheckpointStore;
  readonly ledger: Ledger;
  /** Still empty. */
  readonly directory: Directory;
  readonly catalogue: Catalogue;
  readonly logger: Logger;
  /** The token of the epoch that an operator accepts; undefined: none. */
  readonly acceptEpoch: string | undefined;
  readonly signal: AbortSignal;
}

/** How to go on. */
export interface Resumed {
  /** What the directory holds now; null: it is still empty, and the ledger is to be read whole. */
  readonly restored: LedgerMark | null;
  /** The ids that an operator has declared to be over, to be written into the ledger; empty: none. */
  readonly replaces: readonly string[];
  /** What is remembered is of an epoch that is over. */
  readonly isOutdated: boolean;
}

const FROM_THE_START: Resumed = { restored: null, replaces: [], isOutdated: false };

/**
 * Looks whether the ledger is still the one that was read before, and fills the directory from its checkpoint where it
 * is and that can be used. Nothing is changed where this throws.
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
  const mark = markOf(checkpoint);
  for (const witness of [mark && checkpointWitness(mark), remembered]) {
    if (witness === null) continue;
    const difference = await differenceFrom(witness, ledger, signal);
    if (difference !== null) return accepted(options, witness, difference);
  }
  if (checkpoint.kind !== 'usable' || !isTakenBy(remembered, checkpoint)) return FROM_THE_START;
  return restored(options, checkpoint.mark, checkpoint.snapshot);
}

/** A catalogue that cannot be read takes nothing out of service: it is filled again by reading the whole ledger. */
function rememberedBy(catalogue: Catalogue, logger: Logger): Witness | null {
  try {
    return catalogueWitness(catalogue);
  } catch (error) {
    logger.warn({ err: error }, 'the catalogue cannot be read');
    return null;
  }
}

const markOf = (checkpoint: LoadedCheckpoint): LedgerMark | null =>
  checkpoint.kind === 'none' ? null : checkpoint.mark;

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

/** The catalogue is filled anew; what is remembered stays until the epoch is in the ledger, or a crash would forget it. */
async function accepted(options: ResumeOptions, witness: Witness, difference: string): Promise<Resumed> {
  const { ledger, catalogue, logger, acceptEpoch, signal } = options;
  const found = { state: await readLedgerState(ledger, signal), difference };
  const { source, ledgerIds, position } = witness;
  const fields = { source, ledgerId: ledgerIds[0], position, found: found.state?.ledgerId, difference };
  if (isOver(witness, found)) logger.warn(fields, 'an operator has ended the epoch that was read here: reading anew');
  else if (acceptEpoch === acceptanceToken(witness, found)) logger.warn(fields, 'accepted a new epoch of the ledger');
  else throw refusal(witness, found);
  catalogue.clear();
  return { restored: null, replaces: isOver(witness, found) ? [] : ledgerIds, isOutdated: true };
}
