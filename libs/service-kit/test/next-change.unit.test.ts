import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nextChange, withinDeadline } from '../src/index.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-change-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Below the five seconds of the poll: what is awaited was noticed. */
const SOON_MS = 4_000;

test('a file that is written is noticed at once', async () => {
  const noticed = nextChange(folder, new AbortController().signal);
  await writeFile(join(folder, 'one.yaml'), 'a');
  await expect(withinDeadline(SOON_MS, noticed)).resolves.toBeUndefined();
});

test('whoever stops waits no longer', async () => {
  const stopping = new AbortController();
  const waiting = nextChange(folder, stopping.signal);
  stopping.abort();
  await expect(withinDeadline(SOON_MS, waiting)).resolves.toBeUndefined();
  await expect(withinDeadline(SOON_MS, nextChange(folder, AbortSignal.abort()))).resolves.toBeUndefined();
});
