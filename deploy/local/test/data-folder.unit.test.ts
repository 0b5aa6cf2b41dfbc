import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DataFolder, prepareDataFolder } from '../data-folder.ts';

let scratch: string;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'keyledger-data-'));
});
afterEach(() => rm(scratch, { recursive: true }));

const prepare = (name = 'data'): Promise<DataFolder> => prepareDataFolder(join(scratch, name));
const digestKeys = (name = 'data'): Promise<string[]> => readdir(join(scratch, name, 'digest-keys'));

/** Every file below, with what it holds. */
async function contents(name = 'data'): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(join(scratch, name), { recursive: true, withFileTypes: true })) {
    if (!entry.isDirectory()) found[entry.name] = await readFile(join(entry.parentPath, entry.name), 'utf8');
  }
  return found;
}

async function secrets({ adminTokenFile, nodeTokenFile, digestKeys: folder }: DataFolder): Promise<string[]> {
  const files = [adminTokenFile, nodeTokenFile, ...(await digestKeys()).map((name) => join(folder, name))];
  return Promise.all(files.map((file) => readFile(file, 'utf8')));
}

describe('the data folder', () => {
  it('holds three secrets, closed to others, and nothing of how they were made', async () => {
    const folder = await prepare();
    const [digestKey = ''] = await digestKeys();
    expect((await readdir(folder.path)).toSorted()).toEqual(['admin-token', 'digest-keys', 'node-token']);
    expect(await digestKeys()).toEqual([expect.stringMatching(/^local-[0-9a-f]{8}$/)]);
    for (const file of [folder.adminTokenFile, folder.nodeTokenFile, join(folder.digestKeys, digestKey)])
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(folder.digestKeys)).mode & 0o777).toBe(0o700);
    expect(Buffer.from(await readFile(join(folder.digestKeys, digestKey), 'utf8'), 'base64')).toHaveLength(32);
  });

  it('is kept by the next start', async () => {
    await prepare();
    const before = await contents();
    await prepare();
    expect(await contents()).toEqual(before);
  });

  it('is made once by several starts at once', async () => {
    const seen = await Promise.all(Array.from({ length: 8 }, () => prepare().then(secrets)));
    expect(seen[0]).toHaveLength(3);
    for (const each of seen) expect(each).toEqual(seen[0]);
    expect(Object.values(await contents()).toSorted()).toEqual(seen[0]?.toSorted());
  });

  it('gets the secrets that a start left empty when it was ended', async () => {
    const { adminTokenFile, nodeTokenFile, digestKeys: folder } = await prepare();
    await rm(folder, { recursive: true });
    await mkdir(folder);
    for (const file of [adminTokenFile, nodeTokenFile, join(folder, 'local')]) await writeFile(file, '');
    await prepare();
    for (const file of [adminTokenFile, nodeTokenFile]) {
      expect((await readFile(file, 'utf8')).trim()).toHaveLength(43);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    }
    expect(await digestKeys()).toEqual([expect.stringMatching(/^local-[0-9a-f]{8}$/)]);
  });
});

describe('the first digest key', () => {
  it('has an id of its own in every data folder', async () => {
    await prepare('one');
    await prepare('two');
    expect(await digestKeys('one')).not.toEqual(await digestKeys('two'));
  });

  it.each(['local', 'anything'])('is not made where there is one that is called %s', async (name) => {
    await mkdir(join(scratch, 'data', 'digest-keys'), { recursive: true });
    await writeFile(join(scratch, 'data', 'digest-keys', name), 'kept');
    await prepare();
    expect(await digestKeys()).toEqual([name]);
    expect(await readFile(join(scratch, 'data', 'digest-keys', name), 'utf8')).toBe('kept');
  });

  it('is made in a folder that cannot be replaced: one with other things in it, or behind a link', async () => {
    await mkdir(join(scratch, 'one', 'digest-keys', 'lost+found'), { recursive: true });
    await mkdir(join(scratch, 'two'));
    await mkdir(join(scratch, 'elsewhere'));
    await symlink(join(scratch, 'elsewhere'), join(scratch, 'two', 'digest-keys'));
    await prepare('one');
    await prepare('two');
    const id = expect.stringMatching(/^local-[0-9a-f]{8}$/) as string;
    expect(await digestKeys('one')).toEqual([id, 'lost+found']);
    expect(await digestKeys('two')).toEqual([id]);
    expect(await readdir(join(scratch, 'two'))).toHaveLength(3);
  });
});
