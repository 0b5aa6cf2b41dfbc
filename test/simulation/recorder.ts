import type { Directory } from '@keyledger/directory';
import type { HistoryRecord } from '../history/records.ts';
import type { Scheduler } from './engine/scheduler.ts';

/** A state is recorded at every so many positions: readers that take several at once may pass one by. */
const STATE_EVERY = 4;

/** Writes down what happens, by the true time. */
export class Recorder {
  readonly records: HistoryRecord[] = [];
  readonly #scheduler: Scheduler;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  add(record: HistoryRecord): void {
    this.records.push(record);
  }

  note(text: string): void {
    this.records.push({ kind: 'note', at: this.#scheduler.now, text });
  }

  /** Everything that this replica folds, and what state that leaves. */
  watch(process: string, directory: Directory): void {
    const fold = directory.fold.bind(directory);
    directory.fold = (position, attempt) => {
      const verdict = fold(position, attempt);
      const version = verdict.kind === 'accepted' ? verdict.aggregate.version : null;
      this.add({ kind: 'attempt', process, position, attempt, version, at: this.#scheduler.now });
      return verdict;
    };
    const advance = directory.advance.bind(directory);
    directory.advance = (upTo) => {
      advance(upTo);
      if (upTo % STATE_EVERY === 0) this.state(process, directory);
    };
  }

  /** The hash is taken in this turn: a simulation's directory is small. */
  state(process: string, directory: Directory): void {
    void directory.stateHash().then(({ position, hash }) => this.add({ kind: 'state', process, position, hash }));
  }
}
