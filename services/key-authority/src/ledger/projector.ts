import type { AcceptedChange } from '@keyledger/catalogue';
import type { Directory } from '@keyledger/directory';
import { type CommandId, type LedgerPosition, type Noop, positionAfter, positionAt } from '@keyledger/domain';
import type { LedgerBatch, LedgerFollower, LedgerRecord, SeenRecord, Timers } from '@keyledger/ports';
import { decodeRecord } from '@keyledger/wire';
import { type AwaitedCommand, AwaitedCommands } from './awaited-commands.ts';
import type { CatalogueFeed } from './catalogue-feed.ts';
import { Waiters } from './waiters.ts';

/** Hears what is read, beside what the fold makes of it. */
export interface LedgerListener {
  /** Reading begins now, from the state that is loaded. */
  began(): void;
  noop(position: LedgerPosition, noop: Noop): void;
  /** Compaction has removed records, this one the last of them. */
  gap(position: LedgerPosition): void;
  /** An attempt was read that this replica did not write: another one may wait for what it made. */
  foreign(position: LedgerPosition): void;
  /** Everything up to here is applied. @param isNews whether attempts were among it */
  applied(position: LedgerPosition, isNews: boolean): void;
}

export interface ProjectorOptions {
  readonly follower: LedgerFollower;
  readonly directory: Directory;
  readonly catalogue: CatalogueFeed;
  readonly timers: Timers;
  /** Told of what was accepted, once it is applied. */
  readonly accepted?: (changes: readonly AcceptedChange[]) => void;
}

/** Folds the ledger, from where the directory stands and for ever, into the directory; the catalogue gets what it can take. */
export class Projector {
  readonly #options: ProjectorOptions;
  readonly #directory: Directory;
  readonly #waiters: Waiters;
  readonly #commands = new AwaitedCommands();
  #listener: LedgerListener | null = null;
  #lastAttempt: LedgerRecord | null = null;

  constructor(options: ProjectorOptions) {
    this.#options = options;
    this.#directory = options.directory;
    this.#waiters = new Waiters(options.timers);
  }

  /** Who hears what is read; before the reading begins. */
  listen(listener: LedgerListener): void {
    this.#listener = listener;
  }

  get applied(): LedgerPosition {
    return this.#directory.applied;
  }

  /** The last attempt that was read, void or not; null: none yet. */
  get lastAttempt(): LedgerRecord | null {
    return this.#lastAttempt;
  }

  /**
   * Runs until `signal` aborts; rejects where the ledger cannot be read on, and this replica must not go on.
   * @param seen the last attempt that the directory was restored with
   */
  async run(signal: AbortSignal, seen?: SeenRecord): Promise<void> {
    this.#listener?.began();
    const from = positionAfter(this.applied);
    for await (const batch of this.#options.follower.follow(from, signal, seen)) this.#apply(batch);
  }

  /**
   * Resolves when everything up to `position` is applied.
   * @throws Fault `not_caught_up` after `deadlineMs`
   */
  waitFor(position: LedgerPosition, deadlineMs: number): Promise<void> {
    return this.#waiters.until(position, this.applied, deadlineMs);
  }

  /** Keeps what the fold accepts of a command, from now until it is `done`. */
  awaitCommand(commandId: CommandId): AwaitedCommand {
    return this.#commands.wait(commandId);
  }

  /** Rule 9: what was read is folded, only then it is applied, only then that is told. */
  #apply({ records, upTo }: LedgerBatch): void {
    const accepted: AcceptedChange[] = [];
    const before = this.#lastAttempt;
    let next = positionAfter(this.applied);
    for (const record of records) {
      if (record.position > next) this.#listener?.gap(positionAt(record.position - 1));
      next = positionAfter(record.position);
      const change = this.#fold(record);
      if (change !== null) accepted.push(change);
    }
    if (upTo >= next) this.#listener?.gap(upTo);
    this.#directory.advance(upTo);
    this.#options.catalogue.take(accepted);
    this.#listener?.applied(upTo, this.#lastAttempt !== before);
    this.#options.accepted?.(accepted);
    this.#waiters.reached(upTo);
  }

  #fold({ position, value }: LedgerRecord): AcceptedChange | null {
    const record = decodeRecord(value);
    if (record.kind === 'noop') {
      this.#listener?.noop(position, record.noop);
      return null;
    }
    this.#lastAttempt = { position, value };
    if (this.#commands.isForeign(record.attempt.commandId)) this.#listener?.foreign(position);
    const verdict = this.#directory.fold(position, record.attempt);
    if (verdict.kind !== 'accepted') return null;
    const change = { position, attempt: record.attempt, aggregate: verdict.aggregate };
    this.#commands.accepted(change, verdict.before);
    return change;
  }
}
