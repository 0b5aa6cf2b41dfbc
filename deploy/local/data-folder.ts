import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SECRET_MODE = 0o600;
const FOLDER_MODE = 0o700;
const TOKEN_BYTES = 32;
const DIGEST_KEY_BYTES = 32;

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
  await createSecret(join(folder.digestKeys, 'local'), randomBytes(DIGEST_KEY_BYTES).toString('base64'));
  return folder;
}

/** Writes a secret unless the file is there; never two different ones by two starts at once. */
async function createSecret(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, `${text}\n`, { mode: SECRET_MODE, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
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
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
