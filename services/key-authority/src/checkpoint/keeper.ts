import type { AttemptMark, CheckpointStore, Directory, LedgerMark } from '@keyledger/directory';
import { type Clock, type Logger, type Timers, isFault } from '@keyledger/ports';
import type { CatalogueFeed } from '../ledger/catalogue-feed.ts';
import type { Projector } from '../ledger/projector.ts';
import { sha256Of } from './witness.ts';

export interface CheckpointKeeperOptions {
  readonly checkpoints: CheckpointStore;
  readonly directory: Directory;
  readonly projector: Projector;
  readonly catalogue: CatalogueFeed;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly timers: Timers;
}

const LOOK_EVERY_MS = 10_000;
/** As many records as a restart reads again in about a second. */
const RECORDS = 50_000;
const CHANGED_MS = 5 * 60_000;

/**
 * Writes the directory's checkpoint: when much was read, some time after a change, and at the end. Nothing of leases and
 * their holders is in it: a process that starts has read nothing of them (the protocol's "State, and what a restart does").
 */
export class CheckpointKeeper {
  readonly #options: CheckpointKeeperOptions;
  /** What was written last, here or before the start. */
  #saved: LedgerMark | null;
  #savedAt: number;
  #saving: Promise<void> = Promise.resolve();
  #isStopped = false;
  #cancel: () => void = () => undefined;

  /** @param restored what the directory was restored with */
  constructor(options: CheckpointKeeperOptions, restored: LedgerMark | null) {
    this.#options = options;
    this.#saved = restored;
    this.#savedAt = options.clock.monotonic();
  }

  /** From now on it looks by itself whether it is time. */
  begin(): void {
    if (this.#isStopped) return;
    this.#cancel = this.#options.timers.after(LOOK_EVERY_MS, () => {
      void (this.#isTime() ? this.save() : Promise.resolve()).then(() => this.begin());
    });
  }

  /** Looks no more, and lets what is under way finish. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#saving;
  }

  /** Writes it now, unless nothing was read since. That it cannot be written is logged: then a start takes longer. */
  save(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save());
    return this.#saving;
  }

  #isTime(): boolean {
    const { directory, clock } = this.#options;
    if (directory.applied - (this.#saved?.position ?? -1) >= RECORDS) return true;
    if (clock.monotonic() - this.#savedAt < CHANGED_MS) return false;
    return this.#lastAttempt()?.position !== this.#saved?.attempt.position;
  }

  /** Null: none was ever read. */
  #lastAttempt(): AttemptMark | null {
    const read = this.#options.projector.lastAttempt;
    if (read === null) return this.#saved?.attempt ?? null;
    return { position: read.position, sha256: sha256Of(read.value) };
  }

  async #save(): Promise<void> {
    const { checkpoints, directory, logger, clock } = this.#options;
    const mark = this.#mark();
    if (mark === null || mark.position === this.#saved?.position || !this.#hasCatalogueAll()) return;
    const snapshot = directory.snapshot();
    try {
      await checkpoints.save(mark, snapshot);
      this.#saved = mark;
      this.#savedAt = clock.monotonic();
      logger.debug({ position: mark.position, aggregates: snapshot.aggregates.length }, 'wrote the checkpoint');
    } catch (error) {
      logger.warn({ err: error }, 'the checkpoint cannot be written');
    }
  }

  /** Null: nothing was read that would have to be remembered. */
  #mark(): LedgerMark | null {
    const { directory } = this.#options;
    const { ledgerId, previousIds } = directory.ledger;
    const attempt = this.#lastAttempt();
    if (attempt === null || ledgerId === '') return null;
    return { ledgerIds: [ledgerId, ...previousIds.toReversed()], position: directory.applied, attempt };
  }

  /** What the catalogue has not taken would never be read for it again. */
  #hasCatalogueAll(): boolean {
    try {
      this.#options.catalogue.current();
      return true;
    } catch (error) {
      if (isFault(error, 'not_caught_up')) return false;
      throw error;
    }
  }
}
