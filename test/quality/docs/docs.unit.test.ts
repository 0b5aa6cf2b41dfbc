import { describe, expect, it } from 'vitest';
import { documents } from './documents.ts';
import { TABLES } from './tables.ts';

describe('the documentation', () => {
  const all = documents();

  it.each(Object.keys(TABLES))('shows the table of %s once', (table) => {
    expect(all.filter(({ tables }) => tables.includes(table))).toHaveLength(1);
  });

  it.each(all.map((document) => [document.path.split('/').at(-1), document] as const))(
    '%s says what the code says (npm run docs writes it anew)',
    (_, { text, current }) => {
      expect(text).toBe(current);
    },
  );
});
