import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '@keyledger/ports';
import { type CountryOf, countriesIn } from './country.ts';

export interface FollowCountriesOptions {
  readonly file: string;
  readonly logger: Logger;
  /** Resolves when something in the folder may have changed, or the signal aborts. */
  readonly nextChange: (folder: string, signal: AbortSignal) => Promise<void>;
}

/**
 * The countries of an MMDB file, which is read whole, and again whenever it changes, until the signal aborts. What cannot be
 * used then is told, and the last good one goes on.
 * @throws Error where it cannot be used at the start
 */
export function followCountries(options: FollowCountriesOptions, signal: AbortSignal): CountryOf {
  const followed = new Followed(options);
  void followed.follow(signal);
  return (address) => followed.current(address);
}

class Followed {
  readonly #options: FollowCountriesOptions;
  current: CountryOf;
  /** Of the file that was looked at last, good or not: from before it was read, so that no change is missed. */
  #seen: string;

  constructor(options: FollowCountriesOptions) {
    this.#options = options;
    this.#seen = versionOf(options.file);
    this.current = countriesIn(readFileSync(options.file));
  }

  async follow(signal: AbortSignal): Promise<void> {
    const { file, nextChange } = this.#options;
    while (!signal.aborted) {
      await nextChange(dirname(file), signal);
      if (!signal.aborted) await this.#again();
    }
  }

  async #again(): Promise<void> {
    const { file, logger } = this.#options;
    const version = versionOf(file);
    if (version === this.#seen) return;
    this.#seen = version;
    try {
      this.current = countriesIn(await readFile(file));
      logger.info({ file }, 'the file of countries was read again');
    } catch (error) {
      logger.warn(
        { file, err: error },
        'the file of countries has changed and cannot be used; the last good one goes on',
      );
    }
  }
}

/** Another one whenever the file is written or another takes its place: it is too large to be read to find out. */
function versionOf(file: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(file);
    return [ino, size, mtimeMs].join(' ');
  } catch (error) {
    return String(error);
  }
}
