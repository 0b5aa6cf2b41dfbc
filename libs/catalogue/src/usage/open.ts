import { type KeptFileOptions, openKeptFile } from '../kept-file.ts';
import { USAGE_SCHEMA, USAGE_SCHEMA_VERSION } from './schema.ts';
import { UsageStore } from './usage-store.ts';

const CONTENT = { what: 'usage', schema: USAGE_SCHEMA, version: USAGE_SCHEMA_VERSION };

/** See {@link openKeptFile}; where it was set aside, counting begins anew. */
export const openUsageStore = (options: KeptFileOptions): UsageStore =>
  openKeptFile(options, CONTENT, (database) => new UsageStore(database));
