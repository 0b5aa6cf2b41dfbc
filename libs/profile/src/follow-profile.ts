import { dirname } from 'node:path';
import type { Profile } from '@keyledger/domain';
import { FileRefused, type Logger } from '@keyledger/ports';
import { profilePath, readProfileText } from './load-profile.ts';
import { readProfile } from './read-profile.ts';

export interface FollowProfileOptions {
  readonly nameOrPath: string;
  readonly logger: Logger;
  /** What a running process cannot take over, told to whoever changed the file; null: it can. */
  readonly objection: (profile: Profile) => string | null;
  /** Resolves when something in the folder may have changed, or the signal aborts. */
  readonly nextChange: (folder: string, signal: AbortSignal) => Promise<void>;
}

/** A profile as its file has it, now and later. */
export interface FollowedProfile {
  /** The last good one. */
  current(): Profile;
  /** Why the file as it is now is not what holds; null: it is. */
  problem(): string | null;
}

/**
 * Reads the profile, and again whenever its file changes, until the signal aborts. What cannot be used then is told, and
 * the last good one goes on.
 * @throws FileRefused where it cannot be used at the start; an objection then is the caller's to find
 */
export async function followProfile(options: FollowProfileOptions, signal: AbortSignal): Promise<FollowedProfile> {
  const path = profilePath(options.nameOrPath);
  const text = await readProfileText(path);
  const followed = new Followed(options, path, text);
  void followed.follow(signal);
  return followed;
}

class Followed implements FollowedProfile {
  readonly #options: FollowProfileOptions;
  readonly #path: string;
  #text: string;
  #profile: Profile;
  #problem: string | null = null;

  constructor(options: FollowProfileOptions, path: string, text: string) {
    this.#options = options;
    this.#path = path;
    this.#text = text;
    this.#profile = readProfile(text, path);
  }

  current = (): Profile => this.#profile;
  problem = (): string | null => this.#problem;

  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#options.nextChange(dirname(this.#path), signal);
      if (!signal.aborted) await this.#again();
    }
  }

  async #again(): Promise<void> {
    try {
      const text = await readProfileText(this.#path);
      if (text === this.#text) return this.#isBack();
      const profile = readProfile(text, this.#path);
      const objection = this.#options.objection(profile);
      if (objection !== null) return this.#refuse(objection);
      this.#text = text;
      this.#profile = profile;
      this.#problem = null;
      this.#options.logger.info({ profile: profile.name }, 'the profile was read again');
    } catch (error) {
      this.#refuse(error instanceof FileRefused ? error.message.replaceAll('\n', '; ') : String(error));
    }
  }

  /** Whoever wrote something else in between has thought better of it. */
  #isBack(): void {
    this.#problem = null;
  }

  #refuse(why: string): void {
    if (this.#problem === why) return;
    this.#problem = why;
    this.#options.logger.error({ why }, 'the profile has changed and cannot be used; the last good one goes on');
  }
}
