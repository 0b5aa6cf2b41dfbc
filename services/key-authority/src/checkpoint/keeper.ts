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

/** Writes the directory's checkpoint: when much was read, some time after a change, and at the end. */
export class CheckpointKeeper {
  readonly #options: CheckpointKeeperOptions;
  /** What the directory was restored with. */
  readonly #restored: AttemptMark | null;
  #saved: LedgerMark | null = null;
  #savedAt: number;
  #saving: Promise<void> = Promise.resolve();
  #cancel: () => void = () => undefined;

  constructor(options: CheckpointKeeperOptions, restored: AttemptMark | null) {
    this.#options = options;
    this.#restored = restored;
    this.#savedAt = options.clock.monotonic();
  }

  /** From now on it looks by itself whether it is time. */
  begin(): void {
    this.#cancel = this.#options.timers.after(LOOK_EVERY_MS, () => {
      void (this.#isTime() ? this.save() : Promise.resolve()).then(() => this.begin());
    });
  }

  /** Lets what is under way finish, and looks no more. */
  async stop(): Promise<void> {
    this.#cancel();
    this.#cancel = () => undefined;
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
    return this.#lastAttempt() !== (this.#saved?.attempt.position ?? null);
  }

  #lastAttempt(): number | null {
    return this.#options.projector.lastAttempt?.position ?? this.#restored?.position ?? null;
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
    const { projector, directory } = this.#options;
    const read = projector.lastAttempt;
    const attempt = read === null ? this.#restored : { position: read.position, sha256: sha256Of(read.value) };
    const { ledgerId, previousIds } = directory.ledger;
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
