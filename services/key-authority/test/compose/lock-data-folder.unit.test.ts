import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lifecycle, StartRefused, StopRequested, createLifecycle } from '@keyledger/service-kit';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { lockDataFolder } from '../../src/compose/lock-data-folder.ts';
import { TestLogger } from '../support/test-logger.ts';

let dataDir: string;
let logger: TestLogger;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  dataDir = join(folder, 'new');
  logger = new TestLogger();
});

/** What an authority does with its data folder. */
function authority(waitMs = 0): { readonly lifecycle: Lifecycle; readonly started: Promise<void> } {
  const lifecycle = createLifecycle({ logger });
  onTestFinished(async () => void (await lifecycle.stop('the test is over')));
  return { lifecycle, started: lockDataFolder({ settings: { dataDir }, lifecycle, logger }, waitMs) };
}

test('a data folder that another authority uses is refused, and named', async () => {
  await authority().started;
  const refusal = await authority().started.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StartRefused);
  expect((refusal as StartRefused).problems).toEqual([
    { name: 'KEYLEDGER_DATA_DIR', message: expect.stringContaining(dataDir) as string },
  ]);
});

test('a start waits for the authority that is stopping', async () => {
  const first = authority();
  await first.started;
  const second = authority(30_000);
  expect(await first.lifecycle.stop('the end')).toBe(true);
  await second.started;
  await expect(authority().started).rejects.toBeInstanceOf(StartRefused);
});

test('a start that is waiting for another authority ends with the process, and is not called refused', async () => {
  await authority().started;
  const second = authority(30_000);
  const ended = expect(second.started).rejects.toBeInstanceOf(StopRequested);
  expect(await second.lifecycle.stop('changed my mind')).toBe(true);
  await ended;
  expect(second.lifecycle.failure).toBeUndefined();
});

test('a data folder that cannot be locked is told, and refuses nothing', async () => {
  writeFileSync(dataDir, 'no folder');
  await authority().started;
  expect(logger.lines).toMatchObject([{ level: 'warn', fields: { dataDir } }, { level: 'debug' }]);
});
