import { renameSync } from 'node:fs';
import { Fault, type Logger, isFault } from '@keyledger/ports';
import { Database, isCorruption, removeDatabase } from '../database.ts';
import { USAGE_PRAGMAS, USAGE_SCHEMA, USAGE_SCHEMA_VERSION } from './schema.ts';
import { UsageStore } from './usage-store.ts';

export interface UsageStoreOptions {
  /** The SQLite file, made where there is none; `:memory:` keeps nothing. */
  readonly file: string;
  readonly logger: Logger;
}

/**
 * Opens the store. A file that is damaged is set aside as `FILE.damaged`, since nothing can fill it again, and counting
 * begins anew.
 * @throws Fault `internal` where the file cannot be used now, or was written by a later version
 */
export function openUsageStore({ file, logger }: UsageStoreOptions): UsageStore {
  const found = new Database(file);
  try {
    prepare(found);
    return storeOf(found);
  } catch (error) {
    found.close();
    if (!isFault(error) || !isCorruption(error)) throw error;
    const aside = `${file}.damaged`;
    logger.error({ file, aside, damage: error.internal }, 'the file of usage is damaged: it is set aside');
    setAside(file, aside);
  }
  const fresh = new Database(file);
  try {
    prepare(fresh);
    return storeOf(fresh);
  } catch (error) {
    fresh.close();
    throw error;
  }
}

function storeOf(database: Database): UsageStore {
  const store = new UsageStore(database);
  database.stopWaiting();
  return store;
}

function prepare(database: Database): void {
  database.exec(USAGE_PRAGMAS);
  const version = database.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version;
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  if (isEmpty) database.transaction(() => database.exec(USAGE_SCHEMA));
  else if (version !== USAGE_SCHEMA_VERSION) {
    const internal = `usage: schema version ${String(version)} instead of ${String(USAGE_SCHEMA_VERSION)}`;
    throw new Fault('internal', 'Usage is not available.', { internal });
  }
}

function setAside(file: string, aside: string): void {
  removeDatabase(aside);
  renameSync(file, aside);
  removeDatabase(file);
}
