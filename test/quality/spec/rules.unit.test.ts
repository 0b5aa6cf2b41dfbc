import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../steps.ts';
import { PLANTED, RUNS } from './runs.ts';

const folder = join(root, 'docs', 'spec');
const readme = readFileSync(join(folder, 'README.md'), 'utf8');
const table = readme.slice(readme.indexOf('<!-- rules -->'), readme.indexOf('<!-- end -->'));
const RULES = Array.from({ length: 21 }, (_, index) => index + 1);

interface Row {
  readonly rule: number;
  readonly code: readonly string[];
  /** File and title. */
  readonly tests: readonly (readonly [file: string, title: string])[];
}

const LINK = /\[`[^`]+`\]\(([^)]+)\)/g;
const TESTED = /\[`[^`]+`\]\(([^)]+)\) “([^”]+)”/g;

function rowOf(line: string): Row | null {
  const [, rule, code = '', tests = ''] = line.split(' | ').join('|').split('|');
  if (rule === undefined || !/^ ?\d+$/.test(rule)) return null;
  return {
    rule: Number(rule),
    code: [...code.matchAll(LINK)].map(([, file = '']) => file),
    tests: [...tests.matchAll(TESTED)].map(([, file = '', title = '']) => [file, title]),
  };
}

const rows = table.split('\n').flatMap((line) => rowOf(line) ?? []);
const read = (link: string): string => readFileSync(join(folder, link), 'utf8');

/** The rules that a source names: `rule 7`, `rules 1 and 5`, `rules 2 to 4`. */
function namedIn(text: string): Set<number> {
  const named = new Set<number>();
  for (const [, list = ''] of text.matchAll(/\brules? (\d+(?:(?:, | and | to )\d+)*)/gi)) {
    const numbers = list.split(/, | and | to /).map(Number);
    for (const number of numbers) named.add(number);
    const [first = 0, last = 0] = numbers;
    if (list.includes(' to ')) for (let rule = first; rule <= last; rule++) named.add(rule);
  }
  return named;
}

describe('the rules of the protocol', () => {
  test('are twenty-one, each stated once and shown once with where it is kept', () => {
    const stated = [...readme.matchAll(/^(\d+)\. /gm)].map(([, rule]) => Number(rule));
    expect(stated).toEqual(RULES);
    expect(rows.map(({ rule }) => rule)).toEqual(RULES);
  });

  test.each(rows)(
    'rule $rule is named by a file that keeps it, and has tests of these titles',
    ({ rule, code, tests }) => {
      expect(code.filter((file) => namedIn(read(file)).has(rule))).not.toEqual([]);
      expect(tests).not.toEqual([]);
      for (const [file, title] of tests) expect(read(file), file).toContain(`'${title}'`);
    },
  );

  test('are linked where they are: no link of the page leads nowhere', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(RULES.length);
    expect(links.filter((link) => !existsSync(join(folder, link)))).toEqual([]);
  });
});

describe('the runs of the model checker', () => {
  test('have names of their own, and the page tells of each planted mistake', () => {
    const names = RUNS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(PLANTED.filter(({ name }) => !readme.includes(`\`${name}\``)).map(({ name }) => name)).toEqual([]);
  });
});
