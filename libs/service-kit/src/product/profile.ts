import type { Profile } from '@keyledger/domain';
import { FileRefused, type Logger } from '@keyledger/ports';
import type { Problem } from '../config/problem.ts';
import { nextChange } from '../files/next-change.ts';
import type { Health } from '../ops/health.ts';
import type { Lifecycle } from '../process/lifecycle.ts';
import { StartRefused } from '../process/start-refused.ts';

/** Follows a profile's file (@keyledger/profile). */
export type FollowProfile = (
  options: {
    readonly nameOrPath: string;
    readonly logger: Logger;
    readonly objection: (profile: Profile) => string | null;
    readonly nextChange: (folder: string, signal: AbortSignal) => Promise<void>;
  },
  signal: AbortSignal,
) => Promise<{ current(): Profile; problem(): string | null }>;

export interface ProfileSettings {
  readonly profile: string;
  readonly environment: string | undefined;
}

export interface ProfileContext {
  readonly settings: ProfileSettings;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly health: Health;
}

/** Which system a process is, and whose keys it serves. */
export interface ProfileInForce {
  /** As its file has it now. */
  readonly profile: () => Profile;
  /** One of the profile's, whatever becomes of its file. */
  readonly environment: string;
}

/**
 * The profile of the settings, now and later. The check `profile` says why a file that has changed since does not hold.
 * @throws StartRefused where it is not as it must be, with each line
 */
export async function startProfile(context: ProfileContext, follow: FollowProfile): Promise<ProfileInForce> {
  const { settings, lifecycle, logger, health } = context;
  let environment = settings.environment;
  const objection = ({ environments }: Profile): string | null =>
    environment === undefined || environments.includes(environment)
      ? null
      : `the profile must keep the environment ${environment}, which this process serves`;
  const options = { nameOrPath: settings.profile, logger, objection, nextChange };
  return lifecycle.start('profile', async () => {
    const followed = await follow(options, lifecycle.stopping).catch(refuseStart);
    environment = environmentOf(followed.current(), settings.environment);
    health.watch('profile', () => followed.problem(), { informs: true });
    return { profile: () => followed.current(), environment };
  });
}

/**
 * What a start with these settings would be refused with, as far as the profile goes.
 * @param load reads a profile (@keyledger/profile)
 */
export async function checkProfile(
  { profile, environment }: ProfileSettings,
  load: (nameOrPath: string) => Promise<Profile>,
): Promise<readonly Problem[]> {
  try {
    environmentOf(await load(profile).catch(refuseStart), environment);
    return [];
  } catch (error) {
    if (error instanceof StartRefused) return error.problems;
    throw error;
  }
}

function refuseStart(error: unknown): never {
  if (!(error instanceof FileRefused)) throw error;
  const problems = error.problems.map((problem) => ({ name: 'KEYLEDGER_PROFILE', ...problem }));
  throw new StartRefused(problems, { cause: error });
}

function environmentOf({ name, environments }: Profile, given: string | undefined): string {
  if (given === undefined || environments.includes(given)) return given ?? environments[0];
  const message = `must be one of the environments of the profile ${name}: ${environments.join(', ')}`;
  throw new StartRefused([{ name: 'KEYLEDGER_ENVIRONMENT', message }]);
}
