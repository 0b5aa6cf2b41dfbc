import { type KeptFileOptions, openKeptFile } from '../kept-file.ts';
import { OUTBOX_SCHEMA, OUTBOX_SCHEMA_VERSION } from './schema.ts';
import { StoredOutbox } from './stored-outbox.ts';

const CONTENT = { what: 'webhooks', schema: OUTBOX_SCHEMA, version: OUTBOX_SCHEMA_VERSION };

/** See {@link openKeptFile}; where it was set aside, what holds is said again. */
export const openOutbox = (options: KeptFileOptions): StoredOutbox =>
  openKeptFile(options, CONTENT, (database) => new StoredOutbox(database));
