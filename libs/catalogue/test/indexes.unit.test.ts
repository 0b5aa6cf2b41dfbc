import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { HISTORY } from '../src/event-table.ts';
import { LIST as KEYS } from '../src/key-table.ts';
import { LIST as MEMBERS } from '../src/member-table.ts';
import { COUNTABLE_KEYS } from '../src/notices/countable-keys.ts';
import { LIST_ALL_NOTICES, LIST_NOTICES } from '../src/notices/notice-table.ts';
import { SCHEMA } from '../src/schema.ts';
import { LIST as TOKENS } from '../src/token-table.ts';
import { LIST as WEBHOOKS } from '../src/webhook-table.ts';

test.each([
  ['keys of an organization', KEYS, 'SEARCH keys USING INDEX keys_of_organization (organization_id=? AND id<?)'],
  [
    'tokens of an organization',
    TOKENS,
    'SEARCH tokens USING INDEX tokens_of_organization (organization_id=? AND id<?)',
  ],
  [
    'members of an organization',
    MEMBERS,
    'SEARCH members USING INDEX members_of_organization (organization_id=? AND id<?)',
  ],
  [
    'webhooks of an organization',
    WEBHOOKS,
    'SEARCH webhooks USING INDEX webhooks_of_organization (organization_id=? AND id<?)',
  ],
  ['all notices', LIST_ALL_NOTICES, 'SEARCH notices USING INDEX notices_by_time ((since,key_id,kind)<(?,?,?))'],
  [
    "an organization's notices",
    LIST_NOTICES,
    'SEARCH notices USING INDEX notices_of_organization (organization_id=? AND (since,key_id,kind)<(?,?,?))',
  ],
  ['countable keys', COUNTABLE_KEYS, 'SEARCH keys USING INDEX sqlite_autoindex_keys_1 (id>?)'],
  ['events of an aggregate', HISTORY, 'SEARCH events USING INDEX events_of_aggregate (aggregate_id=? AND position<?)'],
])('a page of %s is read from an index, in its order', (_, sql, step) => {
  const database = new DatabaseSync(':memory:');
  database.exec(SCHEMA);
  const plan = database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail));
  database.close();
  expect(plan).toContain(step);
  expect(plan.filter((detail) => /^SCAN|TEMP B-TREE/.test(detail))).toEqual([]);
});
