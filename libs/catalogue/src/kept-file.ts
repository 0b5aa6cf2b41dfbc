import { renameSync } from 'node:fs';
import { Fault, type Logger, isFault } from '@keyledger/ports';
import { Database, isCorruption, removeDatabase } from './database.ts';

export interface KeptFileOptions {
  /** The SQLite file, made where there is none; `:memory:` keeps nothing. */
  readonly file: string;
  readonly logger: Logger;
}

/** What is in a file that nothing can fill again. */
export interface KeptContent {
  /** For operators, as in `the file of usage`. */
  readonly what: string;
  readonly schema: string;
  /** What the schema sets as the file's `user_version`. */
  readonly version: number;
}

/** Unlike the catalogue's, these rows are nowhere else: what is acknowledged is on the disk. */
const PRAGMAS = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8192;';

/**
 * Opens a file, and with it what `open` makes of it. One that is damaged is set aside as `FILE.damaged`, since nothing
 * can fill it again, and another is begun.
 * @throws Fault `internal` where the file cannot be used now, or was written by a later version
 */
export function openKeptFile<Store>(
  { file, logger }: KeptFileOptions,
  content: KeptContent,
  open: (database: Database) => Store,
): Store {
  try {
    return openOnce(file, content, open);
  } catch (error) {
    if (!isFault(error) || !isCorruption(error)) throw error;
    const aside = `${file}.damaged`;
    logger.error({ file, aside, damage: error.internal }, `the file of ${content.what} is damaged: it is set aside`);
    removeDatabase(aside);
    renameSync(file, aside);
    removeDatabase(file);
  }
  return openOnce(file, content, open);
}

function openOnce<Store>(file: string, content: KeptContent, open: (database: Database) => Store): Store {
  const database = new Database(file);
  try {
    prepare(database, content);
    const store = open(database);
    database.stopWaiting();
    return store;
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepare(database: Database, { what, schema, version }: KeptContent): void {
  database.exec(PRAGMAS);
  const found = database.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version;
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  if (isEmpty) database.transaction(() => database.exec(schema));
  else if (found !== version) {
    const internal = `${what}: schema version ${String(found)} instead of ${String(version)}`;
    throw new Fault('internal', `The file of ${what} is not available.`, { internal });
  }
}
