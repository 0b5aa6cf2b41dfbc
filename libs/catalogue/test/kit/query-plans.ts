import { DatabaseSync } from 'node:sqlite';
import { USAGE_SCHEMA } from '../../src/usage/schema.ts';
import { LIST_ALL, LIST_ORGANIZATION, MINUTES } from '../../src/usage/security-table.ts';
import { FIRST, OF_HOURS, OF_KEY } from '../../src/usage/usage-table.ts';

export const SCHEMA_OF_USAGE = {
  schema: USAGE_SCHEMA,
  statements: { OF_KEY, OF_HOURS, FIRST, LIST_ALL, LIST_ORGANIZATION, MINUTES },
};

interface Planned {
  readonly schema: string;
  readonly statements: Readonly<Record<string, string>>;
}

/** What SQLite would do for each statement. */
export function plansOf({ schema, statements }: Planned): [name: string, plan: string[]][] {
  const database = new DatabaseSync(':memory:');
  database.exec(schema);
  const plans = Object.entries(statements).map(([name, sql]): [string, string[]] => [
    name,
    database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => String(detail)),
  ]);
  database.close();
  return plans;
}
