import { readFileSync } from 'node:fs';
import { FileRefused } from '@keyledger/ports';
import { expect, test } from 'vitest';
import { readProfile } from '../src/index.ts';

const DOCS = readFileSync(new URL('../../../docs/profiles.md', import.meta.url), 'utf8');
const EXAMPLE = /```yaml\n([^`]*)```/.exec(DOCS)?.[1] ?? '';

test('the example of the documentation is a profile', () => {
  expect(readProfile(EXAMPLE, 'library.yaml')).toMatchObject({ name: 'library', routes: { length: 3 } });
});

test('the refusal of the documentation is what its example is refused with, where a scope is mistyped', () => {
  const shown = /`{3}\nKEYLEDGER_PROFILE \(profile, (\S+) line (\d+), column (\d+)\): (.*)\n`{3}/.exec(DOCS)?.slice(1);
  const mistyped = EXAMPLE.replace('scopes: [books:read], query: list', 'scopes: [book:read], query: list');
  try {
    expect.fail(readProfile(mistyped, '/etc/keyledger/library.yaml').name);
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    const told = error.problems.map(({ message, place }) => [place.file, `${place.line}`, `${place.column}`, message]);
    expect([shown]).toEqual(told);
  }
});
