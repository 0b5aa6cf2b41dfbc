import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from './database.ts';

interface Write {
  /** @returns what tells whoever waits that it is on the disk */
  readonly run: () => () => void;
  readonly fail: (error: unknown) => void;
}

/** Writes what is asked for within one turn of the process in one transaction: each waits for the disk once. */
export class GroupWrites {
  readonly #database: Database;
  #waiting: Write[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  /** Resolves when it is on the disk. @throws Fault `internal`: then nothing of the group stays */
  write<Result>(work: () => Result): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const run = () => {
      const result = work();
      return () => resolve(result);
    };
    if (this.#waiting.length === 0) void nextTurn().then(() => this.flush());
    this.#waiting.push({ run, fail: reject });
    return promise;
  }

  /** Writes now what waits. */
  flush(): void {
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    try {
      const done = this.#database.transaction(() => group.map(({ run }) => run()));
      for (const tell of done) tell();
    } catch (error) {
      for (const { fail } of group) fail(error);
    }
  }
}
