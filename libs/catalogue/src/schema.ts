/** Kept in the file's `user_version`; raise it with every change of the tables or of what is written into them. */
export const SCHEMA_VERSION = 7;

/**
 * For each connection. `NORMAL` may lose the last transactions with the machine's power: the ledger has them. A cache of
 * 32 MiB nearly doubles the speed of a rebuild.
 */
export const PRAGMAS = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768;';

export const TABLES = [
  'checkpoint',
  'organizations',
  'keys',
  'tokens',
  'members',
  'webhooks',
  'events',
  'notices',
] as const;

/**
 * Ids sort by creation, so `(…, id)` indexes serve the newest first; what else is in them spares a filter
 * the row. Times are milliseconds since the epoch.
 */
export const SCHEMA = `
CREATE TABLE checkpoint (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  ledger_id TEXT,
  position INTEGER NOT NULL
) STRICT;

CREATE TABLE organizations (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  routes TEXT NOT NULL,
  environments TEXT NOT NULL,
  tier TEXT NOT NULL,
  limits TEXT,
  demo INTEGER NOT NULL,
  paused INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by_subject TEXT NOT NULL,
  created_by_kind TEXT NOT NULL,
  search_name TEXT NOT NULL
) STRICT;

CREATE TABLE keys (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  environment TEXT NOT NULL,
  holder TEXT NOT NULL,
  scopes TEXT NOT NULL,
  restrictions TEXT NOT NULL,
  tier TEXT,
  limits TEXT,
  metadata TEXT NOT NULL,
  paused INTEGER NOT NULL,
  revoked INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  version INTEGER NOT NULL,
  prefix TEXT NOT NULL,
  last4 TEXT NOT NULL,
  public_key TEXT,
  secret_created_at INTEGER NOT NULL,
  expires_at INTEGER,
  rotation_ends_at INTEGER,
  created_at INTEGER NOT NULL,
  created_by_subject TEXT NOT NULL,
  created_by_kind TEXT NOT NULL,
  search_name TEXT NOT NULL,
  search_metadata TEXT NOT NULL
) STRICT;
CREATE INDEX keys_of_organization ON keys (organization_id, id, revoked, paused, rotation_ends_at, expires_at);

CREATE TABLE notices (
  key_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  busy_hour TEXT,
  PRIMARY KEY (key_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_by_time ON notices (since, key_id, kind);
CREATE INDEX notices_of_organization ON notices (organization_id, since, key_id, kind);

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  last4 TEXT NOT NULL,
  revoked INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  version INTEGER NOT NULL,
  expires_at INTEGER,
  created_at INTEGER NOT NULL,
  created_by_subject TEXT NOT NULL,
  created_by_kind TEXT NOT NULL
) STRICT;
CREATE INDEX tokens_of_organization ON tokens (organization_id, id);

CREATE TABLE members (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  role TEXT NOT NULL,
  removed INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by_subject TEXT NOT NULL,
  created_by_kind TEXT NOT NULL
) STRICT;
CREATE INDEX members_of_organization ON members (organization_id, id);

CREATE TABLE webhooks (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  url TEXT NOT NULL,
  kinds TEXT NOT NULL,
  description TEXT NOT NULL,
  removed INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by_subject TEXT NOT NULL,
  created_by_kind TEXT NOT NULL
) STRICT;
CREATE INDEX webhooks_of_organization ON webhooks (organization_id, id);

CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  aggregate_id TEXT NOT NULL,
  organization_id TEXT,
  version INTEGER NOT NULL,
  type TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  changes TEXT NOT NULL
) STRICT;
CREATE INDEX events_of_aggregate ON events (aggregate_id, position);

PRAGMA user_version = ${String(SCHEMA_VERSION)};
`;
