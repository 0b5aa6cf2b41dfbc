import type { Ledger } from '@keyledger/ports';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEmbeddedLedger } from '../src/index.ts';
import { nodeFiles } from '../src/node-files.ts';
import { allTexts, entry } from './reading.ts';

let folder: string;
let opened: Ledger[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-lock-'));
  opened = [];
});
afterEach(async () => {
  for (const ledger of opened) await ledger.close();
  await rm(folder, { recursive: true });
});

async function open(lockWaitMs = 0, inside = folder): Promise<Ledger> {
  const ledger = await openEmbeddedLedger({ folder: inside, lockWaitMs });
  opened.push(ledger);
  return ledger;
}

test('a folder whose ledger is open is refused at once, and the first one goes on', async () => {
  const first = await open();
  await expect(open()).rejects.toMatchObject({
    code: 'ledger_unavailable',
    internal: `Another process has the ledger in ${folder} open. Stop it, or use another folder.`,
  });
  await first.append(entry('goes on'));
  expect(await allTexts(first)).toEqual(['goes on']);
});

test('with lockWaitMs it waits for the one that is stopping, and has what that one wrote last', async () => {
  const first = await open();
  const second = open(30_000);
  await first.append(entry('last words'));
  await first.close();
  expect(await allTexts(await second)).toEqual(['last words']);
});

test('lockWaitMs is a limit', async () => {
  await open();
  const began = performance.now();
  await expect(open(120)).rejects.toMatchObject({ code: 'ledger_unavailable' });
  expect(performance.now() - began).toBeGreaterThanOrEqual(120);
});

test('who waits is stopped by a signal, with its reason', async () => {
  await open();
  const stop = new AbortController();
  const waiting = openEmbeddedLedger({ folder, lockWaitMs: 30_000, stopping: stop.signal });
  const reason = new Error('enough');
  stop.abort(reason);
  await expect(waiting).rejects.toBe(reason);
});

test('a folder whose lock fails is refused, and why is said', async () => {
  const lock = (): never => {
    throw new Error('there are no locks');
  };
  const opening = openEmbeddedLedger({ folder, files: { ...nodeFiles, lock } });
  await expect(opening).rejects.toMatchObject({
    code: 'ledger_unavailable',
    internal: `The ledger in ${folder} cannot be locked: there are no locks`,
  });
});

test('who is refused leaves nothing in the folder', async () => {
  await open();
  const before = await readdir(folder);
  await expect(open()).rejects.toMatchObject({ code: 'ledger_unavailable' });
  expect(await readdir(folder)).toEqual(before);
});

test('a folder that cannot be used is ledger_unavailable', async () => {
  await expect(open(0, '/dev/null/ledger')).rejects.toMatchObject({ code: 'ledger_unavailable' });
});

test('folders are made as needed, and folder and file are for their owner alone', async () => {
  const nested = join(folder, 'a', 'b');
  await (await open(0, nested)).append(entry('x'));
  expect((await stat(nested)).mode & 0o777).toBe(0o700);
  expect((await stat(join(nested, 'ledger.log'))).mode & 0o777).toBe(0o600);
});
