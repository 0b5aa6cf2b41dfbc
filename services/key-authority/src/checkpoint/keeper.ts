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
  /** Whether the process ends because it failed: then what it holds is not to be kept. */
  readonly hasFailed: () => boolean;
}

const LOOK_EVERY_MS = 10_000;
/** As many records as a restart reads again in about a second. */
const RECORDS = 50_000;
const CHANGED_MS = 5 * 60_000;
/** Half of what a part may take for its stop: what was written by then is still to be synced. */
const STOP_MS = 5_000;

/**
 * Writes the directory's checkpoint: when much was read, some time after a change, and at the end. Nothing of leases and
 * their holders is in it: a process that starts has read nothing of them (the protocol's "State, and what a restart does").
 */
export class CheckpointKeeper {
  readonly #options: CheckpointKeeperOptions;
  /** What was written last, here or before the start. */
  #saved: LedgerMark | null;
  #savedAt: number;
  /** How long that took, in milliseconds; 0: nothing was written yet. */
  #tookMs = 0;
  readonly #ending = new AbortController();
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

  /** At the end of the process: as `stop`, and writes what was read since, if a stop has the time for that. */
  async finish(): Promise<void> {
    const { timers, clock } = this.#options;
    const until = clock.monotonic() + STOP_MS;
    const cancel = timers.after(STOP_MS, () => this.#ending.abort(new Error('the process ends')));
    await this.stop();
    this.#saving = this.#save(until - clock.monotonic());
    await this.#saving;
    cancel();
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

  async #save(leftMs = Infinity): Promise<void> {
    const mark = this.#mark();
    if (mark === null || mark.position === this.#saved?.position || !this.#hasCatalogueAll()) return;
    if (this.#tookMs < leftMs) return this.#write(mark);
    this.#options.logger.info(
      { tookMs: this.#tookMs, leftMs },
      'no checkpoint at the end: there is no time to write it',
    );
  }

  /** What the directory holds in this very turn, to which the mark belongs. */
  async #write(mark: LedgerMark): Promise<void> {
    const { checkpoints, directory, logger, clock } = this.#options;
    const snapshot = directory.snapshot();
    const begunAt = clock.monotonic();
    try {
      await checkpoints.save(mark, snapshot, this.#ending.signal);
      this.#saved = mark;
      this.#savedAt = clock.monotonic();
      this.#tookMs = this.#savedAt - begunAt;
      const fields = { position: mark.position, aggregates: snapshot.aggregates.length, tookMs: this.#tookMs };
      logger.debug(fields, 'wrote the checkpoint');
    } catch (error) {
      logger.warn({ err: error }, 'the checkpoint cannot be written');
    }
  }

  /** Null: there is nothing to remember, or what was folded is not to be: it failed, or is a batch in part. */
  #mark(): LedgerMark | null {
    const { directory } = this.#options;
    const { ledgerId, previousIds } = directory.ledger;
    const attempt = this.#lastAttempt();
    if (attempt === null || ledgerId === '' || this.#options.hasFailed()) return null;
    if (attempt.position > directory.applied) return null;
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
