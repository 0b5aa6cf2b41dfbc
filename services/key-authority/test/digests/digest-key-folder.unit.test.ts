import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followDigestKeyFolder } from '../../src/digests/digest-key-folder.ts';
import { DigestKeys } from '../../src/digests/digest-keys.ts';
import { TestLogger } from '../support/test-logger.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-digest-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

const writeKey = (...path: string[]): Promise<void> =>
  writeFile(join(folder, ...path), randomBytes(32).toString('base64'));

/** What is loaded at first. */
async function load(): Promise<{ ids: string[]; activeId: string | null; logger: TestLogger }> {
  const digestKeys = new DigestKeys();
  const logger = new TestLogger();
  const over = AbortSignal.abort();
  await followDigestKeyFolder(digestKeys, { folder, active: null, logger, onLoaded: () => undefined }, over);
  return { ids: [...digestKeys.loaded.keys.keys()], activeId: digestKeys.loaded.activeId, logger };
}

describe('the folder of the digest keys', () => {
  it('may hold other folders, as the root of a volume does', async () => {
    await writeKey('one');
    await mkdir(join(folder, 'lost+found'));
    const { ids, activeId, logger } = await load();
    expect({ ids, activeId }).toEqual({ ids: ['one'], activeId: 'one' });
    expect(logger.lines).toEqual([]);
  });

  it('may be a mount of Kubernetes: files are links into a folder behind a link', async () => {
    await mkdir(join(folder, '..2026_01_01'));
    await writeKey('..2026_01_01', 'one');
    await symlink('..2026_01_01', join(folder, '..data'));
    await symlink(join('..data', 'one'), join(folder, 'one'));
    await mkdir(join(folder, '..2026_01_01', 'nested'));
    await symlink(join('..data', 'nested'), join(folder, 'nested'));
    expect((await load()).ids).toEqual(['one']);
  });

  it('gives no key at all where one of them cannot be read', async () => {
    await writeKey('one');
    await symlink('nowhere', join(folder, 'two'));
    const { ids, logger } = await load();
    expect(ids).toEqual([]);
    expect(logger.text).toContain('the digest keys cannot be read');
  });
});
