import { type ParameterRule, type QueryRules, checkQuery } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';

const integer = (name: string, min: number, max: number, code: ParameterRule['code']): ParameterRule => ({
  name,
  form: { type: 'integer', min, max },
  code,
});
const date = (name: string): ParameterRule => ({ name, form: { type: 'date' }, code: 'invalid_query' });

/** The list query of systems.md, S1, and a text. */
const RULES: QueryRules = {
  parameters: [
    integer('limit', 1, 100, 'invalid_limit'),
    integer('offset', 0, 10_000, 'invalid_offset'),
    { name: 'sort_order', form: { type: 'choice', values: ['asc', 'desc'] }, code: 'invalid_sort' },
    date('date_from'),
    date('date_to'),
    { name: 'q', form: { type: 'text' }, code: 'invalid_query' },
  ],
  ranges: [['date_from', 'date_to']],
};

describe('fits, and is sent on as', () => {
  test.each([
    ['', ''],
    ['limit=1&offset=0', 'limit=1&offset=0'],
    ['limit=100&offset=10000&sort_order=asc', 'limit=100&offset=10000&sort_order=asc'],
    ['%6Cimit=1%30', 'limit=10'],
    ['q=', 'q='],
    ['q', 'q='],
    ['q=a+b%20c', 'q=a%20b%20c'],
    ['q=caf%c3%a9', 'q=caf%C3%A9'],
    ['q=%26limit%3D1', 'q=%26limit%3D1'],
    ['date_from=2026-02-28T00:00:00Z', 'date_from=2026-02-28T00%3A00%3A00Z'],
    ['date_from=2026-01-01T00:00:00%2B02:00&date_to=2025-12-31T22:00:00Z', null],
    ['date_from=2024-02-29t23:59:59.123456789z', null],
  ])('%s → %s', (query, sent) => {
    const checked = checkQuery(RULES, query);
    expect(checked).toHaveProperty('query');
    if (sent !== null) expect(checked).toEqual({ query: sent });
  });
});

describe('is refused, by the code and the name of the parameter', () => {
  const limit = [
    '',
    '0',
    '101',
    '-1',
    '+1',
    '01',
    '1.0',
    '1e2',
    ' 1',
    '1%20',
    'ten',
    '٣',
    '0x1',
    '99999999999999999999',
  ];
  const offset = ['', '-0', '10001', '00', '1.5'];
  const sort = ['', 'ASC', 'asc,desc', 'ascending'];
  const dates = [
    '',
    'yesterday',
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01 00:00:00Z',
    '2026-01-01T00:00:00+02:00',
    '2026-01-01T00:00:00%2B25:00',
    '20260101T000000Z',
  ];
  const rows: readonly (readonly [query: string, code: string, field: string | null])[] = [
    ...limit.map((value) => [`limit=${value}`, 'invalid_limit', 'limit'] as const),
    ...offset.map((value) => [`offset=${value}`, 'invalid_offset', 'offset'] as const),
    ...sort.map((value) => [`sort_order=${value}`, 'invalid_sort', 'sort_order'] as const),
    ...dates.map((value) => [`date_to=${value}`, 'invalid_query', 'date_to'] as const),
    ['limit=1&limit=1', 'invalid_limit', 'limit'],
    ['limit=1&%6cimit=2', 'invalid_limit', 'limit'],
    ['q=1&q=1', 'invalid_query', 'q'],
    ['colour=red', 'unsupported_filter', 'colour'],
    ['Limit=1', 'unsupported_filter', 'Limit'],
    ['limit=0&colour=red', 'unsupported_filter', 'colour'],
    ['limit=0&offset=-1', 'invalid_limit', 'limit'],
    ['offset=-1&limit=0', 'invalid_offset', 'offset'],
    ['limit=1;offset=2', 'invalid_limit', 'limit'],
    ['=1', 'unsupported_filter', ''],
    ['limit=1&', 'unsupported_filter', ''],
    ['a%00b=1', 'unsupported_filter', 'a\uFFFDb'],
    ['date_from=2026-01-02T00:00:00Z&date_to=2026-01-01T00:00:00Z', 'invalid_query', null],
    ['q=%', 'invalid_query', null],
    ['q=%ff', 'invalid_query', null],
    ['q=%c0%af', 'invalid_query', null],
  ];
  test.each(rows)('%s → %s', (query, reasonCode, field) => {
    expect(checkQuery(RULES, query)).toEqual({ reasonCode, field });
  });
});

test('a name that is cut where a character has two halves is still well-formed', () => {
  const checked = checkQuery(RULES, `${'a'.repeat(99)}${encodeURIComponent('\u{1F600}')}=1`);
  expect(checked).toEqual({ reasonCode: 'unsupported_filter', field: `${'a'.repeat(99)}\uFFFD` });
});
