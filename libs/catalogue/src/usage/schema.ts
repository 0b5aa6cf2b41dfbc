/** Kept in the file's `user_version`. */
export const USAGE_SCHEMA_VERSION = 1;

/**
 * Times and intervals are milliseconds. `latency` is a JSON object of counts by bucket. What a batch adds, that it was
 * added, and where in the topic it stood are written in one transaction.
 */
export const USAGE_SCHEMA = `
CREATE TABLE usage (
  interval INTEGER NOT NULL,
  start INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  route TEXT NOT NULL,
  scopes TEXT NOT NULL,
  status INTEGER NOT NULL,
  country TEXT NOT NULL,
  requests INTEGER NOT NULL,
  bytes_in INTEGER NOT NULL,
  bytes_out INTEGER NOT NULL,
  latency_sum INTEGER NOT NULL,
  latency TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX usage_of_key ON usage (key_id, interval, start, route, scopes, status, country);
CREATE INDEX usage_by_age ON usage (interval, start);

CREATE TABLE last_use (
  key_id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE security (
  id INTEGER PRIMARY KEY,
  minute INTEGER NOT NULL,
  reason TEXT NOT NULL,
  source TEXT NOT NULL,
  key_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  count INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX security_of_minute ON security (minute, reason, source, key_id);
CREATE INDEX security_by_minute ON security (minute);
CREATE INDEX security_of_organization ON security (organization_id, minute, id);

CREATE TABLE nodes (
  node TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE offsets (
  topic_id TEXT NOT NULL,
  partition INTEGER NOT NULL,
  next INTEGER NOT NULL,
  PRIMARY KEY (topic_id, partition)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = ${String(USAGE_SCHEMA_VERSION)};
`;
