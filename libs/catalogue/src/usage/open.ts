import { type KeptFileOptions, openKeptFile } from '../kept-file.ts';
import { USAGE_SCHEMA, USAGE_SCHEMA_VERSION } from './schema.ts';
import { UsageStore } from './usage-store.ts';

const CONTENT = { what: 'usage', schema: USAGE_SCHEMA, version: USAGE_SCHEMA_VERSION };

export interface UsageStoreOptions extends KeptFileOptions {
  /** Whether all batches come from a topic, with where they stood: then no commit waits for the disk. Default: no. */
  readonly fromTopic?: boolean;
}

/** The store writes its log back by itself, in a turn of its own, and not behind a commit. */
const WRITTEN_BACK = 'PRAGMA wal_autocheckpoint = 0;';
/** What the power takes away is read again, from the offset that was taken away with it. */
const READ_AGAIN = 'PRAGMA synchronous = NORMAL;';

/** See {@link openKeptFile}; where it was set aside, counting begins anew. */
export const openUsageStore = ({ fromTopic = false, ...options }: UsageStoreOptions): UsageStore =>
  openKeptFile(options, CONTENT, (database) => {
    database.exec(fromTopic ? WRITTEN_BACK + READ_AGAIN : WRITTEN_BACK);
    return new UsageStore(database);
  });
