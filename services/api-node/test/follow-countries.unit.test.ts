import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Logger, silentLogger } from '@keyledger/ports';
import { beforeEach, expect, test } from 'vitest';
import type { CountryOf } from '../src/usage/country.ts';
import { followCountries } from '../src/usage/follow-countries.ts';

const GOOD = createRequire(import.meta.url).resolve(
  '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb',
);
const ADDRESS = '130.92.9.1';

let folder: string;
let file: string;
let told: string[];
let stop: AbortController;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countries-'));
  file = join(folder, 'countries.mmdb');
  copyFileSync(GOOD, file);
  told = [];
  stop = new AbortController();
  return () => {
    stop.abort();
    rmSync(folder, { recursive: true });
  };
});

const soon = (_: string, signal: AbortSignal): Promise<void> => delay(1, undefined, { signal }).catch(() => undefined);

function follow(): CountryOf {
  const tell = (_: object, message: string): number => told.push(message);
  const logger: Logger = { ...silentLogger, info: tell, warn: tell };
  return followCountries({ file, logger, nextChange: soon }, stop.signal);
}

/** The same file, in which one country has got another name. */
function renamed(from: string, to: string): Buffer {
  const bytes = readFileSync(GOOD);
  // A string of two bytes, as the format has it, in its data.
  const name = Buffer.from(`\x42${from}`);
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) bytes.write(to, at + 1);
  return bytes;
}

test('another file that takes the place of the first is read', async () => {
  const countryOf = follow();
  expect(countryOf(ADDRESS)).toBe('CH');
  writeFileSync(`${file}.new`, renamed('CH', 'ZY'));
  renameSync(`${file}.new`, file);
  await expect.poll(() => countryOf(ADDRESS)).toBe('ZY');
  expect(told).toEqual(['the file of countries was read again']);
});

test('a broken file is told, and the last good one goes on until a good one comes', async () => {
  const countryOf = follow();
  truncateSync(file, 100_000);
  const warning = 'the file of countries has changed and cannot be used; the last good one goes on';
  await expect.poll(() => told).toEqual([warning]);
  expect(countryOf(ADDRESS)).toBe('CH');
  expect(countryOf('8.8.8.8')).toBe('US');
  writeFileSync(`${file}.new`, renamed('CH', 'ZY'));
  renameSync(`${file}.new`, file);
  await expect.poll(() => countryOf(ADDRESS)).toBe('ZY');
});

test('a file that is not there at the start, or is none, is refused', () => {
  truncateSync(file, 100);
  expect(() => follow()).toThrow();
  rmSync(file);
  expect(() => follow()).toThrow();
});
