import { copyFile, chmod, mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DataFolder } from './data-folder.ts';

const SECRET_MODE = 0o600;
const FOLDER_MODE = 0o700;
const ALIVE_WITHIN_MS = 1_000;

/**
 * What belongs to one profile of a data folder: its ledger and all that is made from it, and its demo key. Tokens and
 * digest keys are the data folder's, `demo-key` and `ready.json` the run's.
 */
export interface ProfileFolder {
  readonly name: string;
  readonly path: string;
  readonly ledger: string;
  readonly demoKeyFile: string;
  /** Written by the sample upstream. */
  readonly resourcesFile: string;
}

/** @param profile as the setting has it: a name, or the path of a file */
export async function prepareProfileFolder(folder: DataFolder, profile: string): Promise<ProfileFolder> {
  const name = basename(profile).replace(/\.ya?ml$/, '');
  const path = name === 'default' ? folder.path : join(folder.path, 'profiles', name);
  const demoKeyFile = join(folder.path, 'demo-keys', name);
  for (const each of [path, dirname(demoKeyFile)]) await mkdir(each, { recursive: true, mode: FOLDER_MODE });
  const resourcesFile = join(path, 'sample-resources.json');
  return { name, path, ledger: join(path, 'ledger'), demoKeyFile, resourcesFile };
}

/** Puts this profile's demo key where everybody looks for one. */
export async function showDemoKey({ demoKeyFile }: DataFolder, profile: ProfileFolder): Promise<void> {
  await copyFile(profile.demoKeyFile, demoKeyFile);
  await chmod(demoKeyFile, SECRET_MODE);
}

/** The ids of the sample upstream's resources; none where its profile has none. */
export async function sampleResources({ resourcesFile }: ProfileFolder): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(resourcesFile, 'utf8').catch(() => '{}');
  return JSON.parse(text) as Record<string, string>;
}

/** The profile that another process runs on this data folder right now; null: none does. */
export async function runningProfile({ readyFile }: DataFolder): Promise<string | null> {
  try {
    const ready = JSON.parse(await readFile(readyFile, 'utf8')) as { profile: string; authority: { ops: string } };
    const answer = await fetch(`${ready.authority.ops}/livez`, { signal: AbortSignal.timeout(ALIVE_WITHIN_MS) });
    return answer.ok ? ready.profile : null;
  } catch {
    return null;
  }
}
