import { type CountryResponse, Reader } from 'mmdb-lib';

/** Addresses whose country is remembered. */
const MAX_KNOWN = 10_000;
const COUNTRY = /^[A-Z]{2}$/;
/** What content delivery networks write where they do not know, and for Tor. */
const NO_COUNTRY: ReadonlySet<string> = new Set(['XX', 'ZZ', 'T1']);

const SAMPLES = ['8.8.8.8', '2001:620::1'];

/** ISO 3166-1 alpha-2; empty: not known. */
export type CountryOf = (clientAddress: string) => string;

/** A country as a header tells it, in any case; empty where it tells of none. */
export function countryOfHeader(value: string): string {
  const country = value.trim().toUpperCase();
  return COUNTRY.test(country) && !NO_COUNTRY.has(country) ? country : '';
}

/**
 * The countries of an MMDB file, as MaxMind lays them out (`country.iso_code`) or ip-location-db (`country_code`).
 * @throws Error where it is no such file
 */
export function countriesIn(file: Buffer): CountryOf {
  const reader = new Reader<CountryResponse>(file);
  const lookUp: CountryOf = (address) => countryOfHeader(codeOf(reader.get(address)));
  // One that ends too soon may tell that only where it is looked up.
  for (const address of SAMPLES) lookUp(address);
  return remembering(lookUp);
}

/** Each address is looked up once; what is remembered is thrown away whole when it is too much. */
function remembering(lookUp: CountryOf): CountryOf {
  const known = new Map<string, string>();
  return (address) => {
    const found = known.get(address);
    if (found !== undefined) return found;
    if (known.size >= MAX_KNOWN) known.clear();
    const country = orUnknown(lookUp, address);
    known.set(address, country);
    return country;
  };
}

/** A request from where the file is broken is counted without its country, and not left out. */
function orUnknown(lookUp: CountryOf, address: string): string {
  try {
    return lookUp(address);
  } catch {
    return '';
  }
}

function codeOf(record: object | null): string {
  if (record === null) return '';
  if ('country_code' in record) return String(record.country_code);
  const country = 'country' in record ? record.country : null;
  return typeof country === 'object' && country !== null && 'iso_code' in country ? String(country.iso_code) : '';
}
