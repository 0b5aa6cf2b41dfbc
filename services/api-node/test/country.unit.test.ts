import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { countriesIn, countryOfHeader } from '../src/usage/country.ts';

const FILE = createRequire(import.meta.url).resolve(
  '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb',
);

describe('the file of countries that comes with the product', () => {
  const countryOf = countriesIn(readFileSync(FILE));

  test.each([
    ['130.92.9.1', 'CH'],
    ['8.8.8.8', 'US'],
    ['2001:620::1', 'CH'],
    ['10.0.0.1', ''],
    ['127.0.0.1', ''],
    ['::1', ''],
  ])('says of %s: %j, also when asked again', (address, country) => {
    expect(countryOf(address)).toBe(country);
    expect(countryOf(address)).toBe(country);
  });
});

test('what is no such file is no file of countries', () => {
  expect(() => countriesIn(readFileSync(import.meta.filename))).toThrow();
  expect(() => countriesIn(readFileSync(FILE).subarray(0, 100_000))).toThrow();
});

test('what a broken part of a file cannot tell is not known, so that its requests are counted all the same', () => {
  const bytes = readFileSync(FILE);
  // As a file may be found that is being written over: its end, which says what it is, is still the old one.
  bytes.fill(0xff, Math.floor(bytes.length * 0.2), Math.floor(bytes.length * 0.3));
  const countryOf = countriesIn(bytes);
  const countries = new Set(Array.from({ length: 223 }, (_, index) => countryOf(`${String(index + 1)}.92.9.1`)));
  expect(countries).toContain('');
  expect(countries).toContain('US');
});

test.each([
  ['CH', 'CH'],
  ['ch', 'CH'],
  ['XX', ''],
  ['T1', ''],
  ['', ''],
  ['CHE', ''],
  ['<b>', ''],
])('a header that says %j tells %j', (value, country) => {
  expect(countryOfHeader(value)).toBe(country);
});
