import type { AcceptedChange } from '@keyledger/catalogue';
import type { Directory } from '@keyledger/directory';
import { type CommandId, type LedgerPosition, positionAt } from '@keyledger/domain';
import type { LedgerBatch, LedgerFollower, LedgerRecord } from '@keyledger/ports';
import { decodeRecord } from '@keyledger/wire';
import { type AwaitedCommand, AwaitedCommands } from './awaited-commands.ts';
import type { CatalogueFeed } from './catalogue-feed.ts';
import { Waiters } from './waiters.ts';

/** Folds the ledger, from its beginning and for ever, into the directory; the catalogue gets what it can take. */
export class Projector {
  readonly #follower: LedgerFollower;
  readonly #directory: Directory;
  readonly #catalogue: CatalogueFeed;
  readonly #applied = new Waiters();
  readonly #commands = new AwaitedCommands();

  constructor(follower: LedgerFollower, directory: Directory, catalogue: CatalogueFeed) {
    this.#follower = follower;
    this.#directory = directory;
    this.#catalogue = catalogue;
  }

  get applied(): LedgerPosition {
    return this.#directory.applied;
  }

  /** Runs until `signal` aborts; rejects where the ledger cannot be read on, and this replica must not go on. */
  async run(signal: AbortSignal): Promise<void> {
    for await (const batch of this.#follower.follow(positionAt(0), signal)) this.#apply(batch);
  }

  /**
   * Resolves when everything up to `position` is applied.
   * @throws Fault `not_caught_up` after `deadlineMs`
   */
  waitFor(position: LedgerPosition, deadlineMs: number): Promise<void> {
    return this.#applied.until(position, this.applied, deadlineMs);
  }

  /** Keeps what the fold accepts of a command, from now until it is `done`. */
  awaitCommand(commandId: CommandId): AwaitedCommand {
    return this.#commands.wait(commandId);
  }

  #apply(batch: LedgerBatch): void {
    const accepted = batch.records.map((record) => this.#fold(record)).filter((change) => change !== null);
    this.#directory.advance(batch.upTo);
    this.#catalogue.take(accepted);
    this.#applied.reached(batch.upTo);
  }

  #fold({ position, value }: LedgerRecord): AcceptedChange | null {
    const record = decodeRecord(value);
    if (record.kind === 'noop') return null;
    const verdict = this.#directory.fold(position, record.attempt);
    if (verdict.kind !== 'accepted') return null;
    const change = { position, attempt: record.attempt, aggregate: verdict.aggregate };
    this.#commands.accepted(change, verdict.before);
    return change;
  }
}
