import { type Logger, isFault } from '@keyledger/ports';
import { Catalogue } from './catalogue.ts';
import { Database, isCorruption, removeDatabase } from './database.ts';
import { PRAGMAS, SCHEMA, SCHEMA_VERSION } from './schema.ts';

export interface CatalogueOptions {
  /** The SQLite file, made where there is none; `:memory:` keeps nothing. */
  readonly file: string;
  readonly logger: Logger;
}

/**
 * Opens the catalogue. A file that is damaged or of another schema version is thrown away, and filled again by the next
 * replay of the ledger; of another ledger: see {@link Catalogue.apply}.
 * @throws Fault `internal` where the file cannot be used now (rights, a full disk, another process's lock).
 */
export function openCatalogue({ file, logger }: CatalogueOptions): Catalogue {
  const found = new Database(file);
  const damage = closingOnThrow(found, () => damageOf(found));
  if (damage === null) return new Catalogue(found, logger);
  found.close();
  logger.warn({ file, damage }, 'catalogue cannot be used: rebuilding');
  removeDatabase(file);
  const fresh = new Database(file);
  closingOnThrow(fresh, () => {
    fresh.exec(PRAGMAS);
    createTables(fresh);
  });
  return new Catalogue(fresh, logger);
}

function closingOnThrow<Result>(database: Database, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Why the content must be thrown away; null: it need not be, or there was none and the tables are there now. */
function damageOf(database: Database): string | null {
  try {
    database.exec(PRAGMAS);
    const version = database.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version;
    const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
    if (isEmpty) createTables(database);
    else if (version !== SCHEMA_VERSION)
      return `schema version ${String(version)} instead of ${String(SCHEMA_VERSION)}`;
    const check = database.prepare<{ quick_check: string }>('PRAGMA quick_check(1)').get()?.quick_check;
    return check === 'ok' ? null : `integrity check: ${String(check)}`;
  } catch (error) {
    if (isFault(error) && isCorruption(error)) return error.internal ?? error.message;
    throw error;
  }
}

function createTables(database: Database): void {
  database.transaction(() => {
    database.exec(SCHEMA);
  });
}
