import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const ID_BYTES = 16;
const FILE = 'sample-resources.json';

/**
 * The id of each sample resource: random, so that it says nothing, and the same at every start on one data folder. The
 * file in the folder is for whoever wants to ask for them.
 */
export async function resourceIds(folder: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const path = join(folder, FILE);
  const kept = await readIds(path);
  const ids = new Map(names.map((name) => [name, kept[name] ?? randomBytes(ID_BYTES).toString('hex')]));
  if (names.some((name) => kept[name] === undefined)) {
    await mkdir(folder, { recursive: true });
    await writeFile(`${path}.new`, `${JSON.stringify({ ...kept, ...Object.fromEntries(ids) }, null, 2)}\n`);
    await rename(`${path}.new`, path);
  }
  return ids;
}

async function readIds(path: string): Promise<Readonly<Record<string, string | undefined>>> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
