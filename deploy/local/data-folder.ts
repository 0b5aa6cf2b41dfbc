import { randomBytes } from 'node:crypto';
import { link, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const SECRET_MODE = 0o600;
const FOLDER_MODE = 0o700;
const TOKEN_BYTES = 32;
const DIGEST_KEY_BYTES = 32;
const DIGEST_KEY_ID_BYTES = 4;
const TEMPORARY_NAME_BYTES = 4;
/** The folder holds something, or is a link or a mount. */
const NOT_REPLACED = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EBUSY', 'EXDEV'];

/** Where everything of a local deployment lies (docs/configuration.md, "Data folder"). */
export interface DataFolder {
  readonly path: string;
  readonly adminTokenFile: string;
  readonly nodeTokenFile: string;
  readonly demoKeyFile: string;
  readonly digestKeys: string;
  readonly readyFile: string;
}

/** Makes the folder and the secrets that are not there yet; what is there is kept. */
export async function prepareDataFolder(path: string): Promise<DataFolder> {
  const folder: DataFolder = {
    path,
    adminTokenFile: join(path, 'admin-token'),
    nodeTokenFile: join(path, 'node-token'),
    demoKeyFile: join(path, 'demo-key'),
    digestKeys: join(path, 'digest-keys'),
    readyFile: join(path, 'ready.json'),
  };
  await mkdir(folder.digestKeys, { recursive: true, mode: FOLDER_MODE });
  await createSecret(folder.adminTokenFile, randomBytes(TOKEN_BYTES).toString('base64url'));
  await createSecret(folder.nodeTokenFile, randomBytes(TOKEN_BYTES).toString('base64url'));
  await createDigestKey(folder.digestKeys);
  return folder;
}

/**
 * Makes the first digest key where there is none. Its id is its own: under one name for all, a ledger that two data
 * folders write to would hold digests of which neither folder knows that their digest key is missing.
 */
async function createDigestKey(folder: string): Promise<void> {
  const unfinished = join(folder, 'local');
  if ((await readSecret(unfinished)) === '') await rm(unfinished);
  if (await holdsKey(folder)) return;
  const id = `local-${randomBytes(DIGEST_KEY_ID_BYTES).toString('hex')}`;
  const key = randomBytes(DIGEST_KEY_BYTES).toString('base64');
  const made = await mkdtemp(`${folder}.`);
  try {
    await createSecret(join(made, id), key);
    // Takes the place of an empty folder only, so that two starts at once make one key.
    await rename(made, folder);
  } catch (error) {
    if (!hasCode(error, ...NOT_REPLACED)) throw error;
    if (!(await holdsKey(folder))) await createSecret(join(folder, id), key);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

/** Whether there is what the authority takes for a digest key: a file, or a link as mounts have them. */
async function holdsKey(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.some((entry) => !entry.name.startsWith('.') && !entry.isDirectory());
}

/** Writes a secret unless there is one; whole or not at all, and never two different ones by two starts at once. */
async function createSecret(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(TEMPORARY_NAME_BYTES).toString('hex')}`);
  await writeFile(temporary, `${text}\n`, { mode: SECRET_MODE, flag: 'wx', flush: true });
  try {
    await link(temporary, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    // Somebody was stopped between making the file and writing it.
    if ((await readSecret(path)) === '') await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

export async function writeSecret(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: SECRET_MODE });
}

/** The file's content without surrounding white space; null where there is no such file. */
export async function readSecret(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
