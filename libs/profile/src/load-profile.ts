import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Profile } from '@keyledger/domain';
import { FileRefused } from '@keyledger/ports';
import { readProfile } from './read-profile.ts';

/** The profiles that come with the product. */
const FOLDER = fileURLToPath(new URL('../../../deploy/profiles/', import.meta.url));

/** Where a profile lies: a name is one of the product's own, whatever has a `/` or ends in `.yaml` a path. */
export function profilePath(nameOrPath: string): string {
  const isPath = nameOrPath.includes('/') || nameOrPath.endsWith('.yaml');
  return isPath ? resolve(nameOrPath) : resolve(FOLDER, `${nameOrPath}.yaml`);
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
    const problem = { message: `the profile cannot be read (${code})`, place: { file: path, line: 1, column: 1 } };
    throw new FileRefused([problem], { cause });
  }
}
