/** Kept in the file's `user_version`. */
export const OUTBOX_SCHEMA_VERSION = 1;

/**
 * Times are milliseconds since the epoch. A message that is over stays as its id alone, so that it is not sent again.
 * `endpoints.next_at` is when the first of its messages is due, and not before `held_until`; null: nothing waits.
 */
export const OUTBOX_SCHEMA = `
CREATE TABLE endpoints (
  id TEXT PRIMARY KEY,
  next_at INTEGER,
  held_until INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  is_failing INTEGER NOT NULL AS (failures > 0),
  disabled_at INTEGER,
  delivered_at INTEGER,
  failed_at INTEGER,
  failure TEXT,
  dropped INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX endpoints_by_time ON endpoints (is_failing, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX endpoints_disabled ON endpoints (id) WHERE disabled_at IS NOT NULL;

CREATE TABLE messages (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  webhook_id TEXT NOT NULL,
  payload TEXT NOT NULL,
  may_be_left_out INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER,
  added_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_waiting ON messages (webhook_id, number) WHERE next_at IS NOT NULL;
CREATE INDEX messages_left_out ON messages (webhook_id, number) WHERE next_at IS NOT NULL AND may_be_left_out;
CREATE INDEX messages_waiting_by_time ON messages (webhook_id, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX messages_waiting_by_age ON messages (added_at) WHERE next_at IS NOT NULL;
CREATE INDEX messages_of_webhook ON messages (webhook_id);
CREATE INDEX messages_over ON messages (seen_at) WHERE next_at IS NULL;

PRAGMA user_version = ${String(OUTBOX_SCHEMA_VERSION)};
`;
