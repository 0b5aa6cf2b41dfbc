import { rmSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Fault } from '@keyledger/ports';

export type Parameters = Record<string, SQLInputValue>;

/** A prepared statement whose rows are of one shape, which its SQL answers for. */
export interface Statement<Row = never> {
  run(parameters: Parameters): void;
  get(parameters?: Parameters): Row | undefined;
  all(parameters: Parameters): Row[];
}

/** How long opening waits for another process that holds the file's lock. */
const OPEN_LOCK_WAIT_MS = 1_000;
/** Waiting stops the whole process, verifying included: who is refused tries again later. */
const LOCK_WAIT_MS = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
/** Too big, constraint, mismatch, range: what the rows say, and not how the file is. */
const OF_THE_CONTENT: readonly number[] = [18, 19, 20, 25];

/** The one place that talks to SQLite: whatever goes wrong there comes out as a Fault. */
export class Database {
  readonly #sqlite: DatabaseSync;

  /** @throws Fault `internal` */
  constructor(file: string) {
    this.#sqlite = translating(() => new DatabaseSync(file, { timeout: OPEN_LOCK_WAIT_MS }));
  }

  /** From now on a statement hardly waits for a lock. */
  stopWaiting(): void {
    this.exec(`PRAGMA busy_timeout = ${String(LOCK_WAIT_MS)}`);
  }

  exec(sql: string): void {
    translating(() => {
      this.#sqlite.exec(sql);
    });
  }

  prepare<Row = never>(sql: string): Statement<Row> {
    const { text, names } = numbered(sql);
    const statement = translating(() => this.#sqlite.prepare(text));
    const valuesOf = (parameters: Parameters): SQLInputValue[] =>
      names.map((name) => parameters[name] as SQLInputValue);
    return {
      run: (parameters) => {
        translating(() => statement.run(...valuesOf(parameters)));
      },
      get: (parameters = {}) => translating(() => statement.get(...valuesOf(parameters)) as Row | undefined),
      all: (parameters) => translating(() => statement.all(...valuesOf(parameters)) as Row[]),
    };
  }

  /** Runs `work` so that all of it or nothing stays. */
  transaction<Result>(work: () => Result): Result {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.rollBack();
      throw error;
    }
  }

  /** Writes what stands in the log back into the file, as far as nobody reads the log; does nothing without a log. */
  checkpoint(): void {
    this.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** Undoes what a transaction has done so far; does nothing where there is none. */
  rollBack(): void {
    if (this.#sqlite.isOpen && this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK');
  }

  close(): void {
    if (this.#sqlite.isOpen) this.#sqlite.close();
  }
}

/** Named parameters as numbered ones, which node:sqlite binds in less than half the time. */
function numbered(sql: string): { readonly text: string; readonly names: readonly string[] } {
  const names = [...new Set(Array.from(sql.matchAll(/:(\w+)/g), ([, name = '']) => name))];
  return { text: sql.replaceAll(/:(\w+)/g, (_, name: string) => `?${String(names.indexOf(name) + 1)}`), names };
}

function translating<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    const internal = `catalogue: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new Fault('internal', 'The catalogue is not available.', { internal, cause });
  }
}

/**
 * Whether a failed write can never succeed, because of what was to be written; everything else (locked, full, not
 * readable, closed) says nothing about it.
 */
export function isUnstorable(error: unknown): boolean {
  const cause = error instanceof Fault ? error.cause : error;
  if (!(cause instanceof Error)) return false;
  if ('errcode' in cause) return typeof cause.errcode === 'number' && OF_THE_CONTENT.includes(cause.errcode & 0xff);
  return !('code' in cause) || cause.code !== 'ERR_INVALID_STATE';
}

/** Whether a fault means that the file's content is lost, and not merely that it cannot be used now. */
export function isCorruption(fault: Fault): boolean {
  const { cause } = fault;
  if (!(cause instanceof Error) || !('errcode' in cause) || typeof cause.errcode !== 'number') return false;
  const primary = cause.errcode & 0xff;
  return primary === SQLITE_CORRUPT || primary === SQLITE_NOTADB;
}

/** @throws Fault `internal` */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm'])
    translating(() => {
      rmSync(file + suffix, { force: true });
    });
}
