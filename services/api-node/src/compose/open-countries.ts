import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ComposeContext, StartRefused, nextChange } from '@keyledger/service-kit';
import { apiNodeSettings } from '../settings.ts';
import { type CountryOf, countriesIn } from '../usage/country.ts';
import { followCountries } from '../usage/follow-countries.ts';

type Context = ComposeContext<typeof apiNodeSettings.settings>;

/** CC0: countries by the registries' own data. */
const defaultCountries = (): string =>
  fileURLToPath(import.meta.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'));
const NO_COUNTRIES = 'off';

/**
 * Whose country is known; null: nobody's is asked for. The file that comes with the product never changes.
 * @throws StartRefused where the file cannot be read
 */
export function openCountries({ settings, logger, lifecycle }: Context): CountryOf | null {
  const { countryDb: given } = settings;
  if (given === NO_COUNTRIES) return null;
  if (given === undefined) return orRefused(() => countriesIn(readFileSync(defaultCountries())));
  return orRefused(() => followCountries({ file: given, logger, nextChange }, lifecycle.stopping));
}

/** @throws StartRefused where the file of countries cannot be read */
export function checkCountries({ countryDb: given }: Pick<Context['settings'], 'countryDb'>): void {
  if (given === undefined || given === NO_COUNTRIES) return;
  orRefused(() => countriesIn(readFileSync(given)));
}

function orRefused(open: () => CountryOf): CountryOf {
  try {
    return open();
  } catch (cause) {
    const message = 'must be an MMDB file of countries that can be read';
    throw new StartRefused([{ name: apiNodeSettings.settings.countryDb.name, message }], { cause });
  }
}
