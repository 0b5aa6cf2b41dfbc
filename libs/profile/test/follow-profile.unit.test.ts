import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileRefused, silentLogger } from '@keyledger/ports';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followProfile } from '../src/index.ts';
import type { FollowedProfile } from '../src/index.ts';

const DEFAULT = new URL('../../../deploy/profiles/default.yaml', import.meta.url);

let folder: string;
let file: string;
let good: string;
let ending: AbortController;
/** Ends the wait for a change. */
let change: () => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-profile-'));
  file = join(folder, 'mine.yaml');
  good = await readFile(DEFAULT, 'utf8');
  ending = new AbortController();
});

afterEach(async () => {
  ending.abort();
  change();
  await rm(folder, { recursive: true });
});

function follow(): Promise<FollowedProfile> {
  const nextChange = (): Promise<void> => new Promise((resolve) => void (change = resolve));
  const objection = ({ environments }: { readonly environments: readonly string[] }): string | null =>
    environments.includes('live') ? null : 'this process serves live';
  change = () => undefined;
  return followProfile({ nameOrPath: file, logger: silentLogger, objection, nextChange }, ending.signal);
}

async function rewrite(text: string | null): Promise<void> {
  await (text === null ? rm(file) : writeFile(file, text));
  change();
}

test('what changes in the file holds without a restart', async () => {
  await writeFile(file, good);
  const followed = await follow();
  expect(followed.current().name).toBe('default');
  await rewrite(good.replace('name: default', 'name: other'));
  await expect.poll(() => followed.current().name).toBe('other');
  expect(followed.problem()).toBeNull();
});

test.each([
  ['cannot be read', 'scopes: any', 'scopes: some', /`scopes` must be `any` or a mapping/],
  ['a running process cannot take over', '[live, test]', '[moon]', /serves live/],
])('a change that %s is told, and the last good profile goes on', async (_, text, other, told) => {
  await writeFile(file, good);
  const followed = await follow();
  const before = followed.current();
  await rewrite(good.replace(text, other));
  await expect.poll(() => followed.problem()).toMatch(told);
  expect(followed.current()).toBe(before);
  await rewrite(good);
  await expect.poll(() => followed.problem()).toBeNull();
  expect(followed.current()).toBe(before);
});

test('a profile that goes away goes on', async () => {
  await writeFile(file, good);
  const followed = await follow();
  await rewrite(null);
  await expect.poll(() => followed.problem()).toMatch(/cannot be read \(ENOENT\)/);
  expect(followed.current().name).toBe('default');
});

test('a start with a bad profile is refused', async () => {
  await writeFile(file, good.replace('scopes: any', ''));
  await expect(follow()).rejects.toThrow(FileRefused);
});
