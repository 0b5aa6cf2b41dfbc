import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Profile } from '@keyledger/domain';
import { FileRefused } from '@keyledger/ports';
import { oneOf } from './problem.ts';
import { readProfile } from './read-profile.ts';

/** The profiles that come with the product. */
const FOLDER = fileURLToPath(new URL('../../../deploy/profiles', import.meta.url));
const ENDING = '.yaml';

/** Where a profile lies: a name is one of the product's own, whatever has a `/` or ends in `.yaml` a path. */
export function profilePath(nameOrPath: string): string {
  const isPath = nameOrPath.includes('/') || nameOrPath.endsWith(ENDING);
  return isPath ? resolve(nameOrPath) : join(FOLDER, nameOrPath + ENDING);
}

/** @throws FileRefused with everything that is wrong, also where there is no such file */
export async function loadProfile(nameOrPath: string): Promise<Profile> {
  const path = profilePath(nameOrPath);
  return readProfile(await readProfileText(path), path);
}

export async function readProfileText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    const message = `the profile cannot be read (${code})${dirname(path) === FOLDER ? await whatThereIs() : ''}`;
    throw new FileRefused([{ message, place: { file: path, line: 1, column: 1 } }], { cause });
  }
}

/** For whoever has given a name, and not a path. */
async function whatThereIs(): Promise<string> {
  const files = await readdir(FOLDER).catch(() => []);
  const names = files.filter((file) => file.endsWith(ENDING)).map((file) => basename(file, ENDING));
  return names.length === 0 ? '' : `; there are ${oneOf(names.toSorted())}`;
}
