import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenToken } from '../given-token.ts';

let folder: string;
let ownFile: string;
let usersFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-token-'));
  ownFile = join(folder, 'own');
  usersFile = join(folder, 'users');
  await writeFile(ownFile, 'of the data folder\n');
  await writeFile(usersFile, "the user's\n");
});
afterEach(() => rm(folder, { recursive: true }));

describe('a token of a local deployment', () => {
  it('is what the environment says', async () => {
    const token = givenToken('TOKEN', { TOKEN: 'given' }, ownFile);
    expect(await token.read()).toBe('given');
    expect(token).toMatchObject({ settings: { TOKEN: 'given' }, shell: '$TOKEN' });
  });

  it('is in the file that the environment names', async () => {
    const token = givenToken('TOKEN', { TOKEN_FILE: usersFile }, ownFile);
    expect(await token.read()).toBe("the user's");
    expect(token.settings).toEqual({ TOKEN_FILE: usersFile });
    expect(token.shell).toMatch(/^\$\(cat .*users\)$/);
  });

  it.each([{}, { TOKEN: '' }, { TOKEN: '', TOKEN_FILE: '' }])('is in the data folder for %j', async (env) => {
    const token = givenToken('TOKEN', env, ownFile);
    expect(await token.read()).toBe('of the data folder');
    expect(token.settings).toEqual({ TOKEN_FILE: ownFile });
  });
});
