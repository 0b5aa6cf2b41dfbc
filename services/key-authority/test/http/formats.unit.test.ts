import { describe, expect, test } from 'vitest';
import { parseDuration } from '../../src/http/durations.ts';
import { fieldPath } from '../../src/http/field-path.ts';
import { nameProblem } from '../../src/http/json-names.ts';
import { formatTime, parseTime } from '../../src/http/times.ts';

describe('a time', () => {
  test.each([
    ['2026-11-22T20:00:00Z', '2026-11-22T20:00:00.000Z'],
    ['2026-11-22t20:00:00z', '2026-11-22T20:00:00.000Z'],
    ['2026-11-22T20:00:00.5Z', '2026-11-22T20:00:00.500Z'],
    ['2026-11-22T20:00:00.123456789Z', '2026-11-22T20:00:00.123Z'],
    ['2026-11-22T20:00:00+05:30', '2026-11-22T14:30:00.000Z'],
    ['2026-11-22T20:00:00-08:00', '2026-11-23T04:00:00.000Z'],
    ['2028-02-29T23:59:59Z', '2028-02-29T23:59:59.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(formatTime(parseTime(text) ?? Number.NaN)).toBe(instant);
  });

  test.each([
    '2026-11-22',
    '2026-11-22T20:00:00',
    '2026-11-22 20:00:00Z',
    '2026-11-22T20:00Z',
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-06-30T23:59:60Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+0100',
    '2026-01-01T00:00:00.Z',
    '+002026-01-01T00:00:00Z',
    '9999-12-31T23:59:59-01:00',
    'Sun, 22 Nov 2026 20:00:00 GMT',
    '1800000000',
    '',
  ])('%j is none', (text) => {
    expect(parseTime(text)).toBeNull();
  });
});

describe('a duration', () => {
  const HOUR = 3_600_000;
  test.each([
    ['PT24H', 24 * HOUR],
    ['P1D', 24 * HOUR],
    ['PT0S', 0],
    ['P0D', 0],
    ['P2W', 14 * 24 * HOUR],
    ['P1DT2H3M4.5S', 26 * HOUR + 184_500],
    ['PT90M', 1.5 * HOUR],
    ['PT0.001S', 1],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    '',
    'P',
    'PT',
    'P1DT',
    '1D',
    'P1M',
    'P1Y',
    'PT1.5H',
    '-PT1H',
    'P-1D',
    'PT1M1H',
    'PT 1H',
    'pt1h',
    '24h',
    'P1W1D',
    'PT1S\n',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe('the names in a body', () => {
  test.each([
    '{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}',
    '["a","a"]',
    '{"a":"a\\":1,\\"a\\":2"}',
    '{"a":"{}{\\"__proto__\\":1}"}',
    '{"constructor":1,"proto":2}',
    '"a"',
  ])('are fine in %s', (text) => {
    JSON.parse(text);
    expect(nameProblem(text)).toBeNull();
  });

  test.each(['{"a":1,"a":1}', '{"x":[{"b":1,"b" : 2}]}', '{"\\u0061":1,"a":2}', '{"a":{"b":1},"a":2}', '{"":1,"":2}'])(
    'are twice in %s',
    (text) => {
      expect(nameProblem(text)).toMatch(/twice/);
    },
  );

  test('are looked at in a body of the greatest size in a moment', () => {
    const long = JSON.stringify({ a: '\\"'.repeat(200_000), b: 'x'.repeat(400_000) });
    expect(nameProblem(long)).toBeNull();
  });
});

test('a field is written as people write it, and long names are cut', () => {
  const body = { restrictions: { ips: ['a', 'b'] }, metadata: { '0': 1, 'a/b': 1 } };
  expect(fieldPath('/restrictions/ips/1', body)).toBe('restrictions.ips[1]');
  expect(fieldPath('/metadata/0', body)).toBe('metadata.0');
  expect(fieldPath('/metadata/a~1b', body)).toBe('metadata.a/b');
  expect(fieldPath('', body, 'name')).toBe('name');
  expect(fieldPath('', body, 'x'.repeat(60))).toBe('xxxxxxxxxxxx…');
});
