import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createHealth, createLifecycle, createMetrics } from '@keyledger/service-kit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startCatalogue } from '../../src/compose/start-catalogue.ts';
import { TestLogger } from '../support/test-logger.ts';

async function start(dataDir: string) {
  const logger = new TestLogger();
  const lifecycle = createLifecycle({ logger });
  const health = createHealth();
  onTestFinished(async () => void (await lifecycle.stop('the test is over')));
  const feed = await startCatalogue({ settings: { dataDir }, lifecycle, logger, health, metrics: createMetrics() });
  feed.live();
  return { feed, logger, checks: health.report().checks };
}

/** What keeps the catalogue from being opened, in a data folder that is there. */
const TROUBLE: Readonly<Record<string, (dataDir: string) => void>> = {
  'is locked by another program': (dataDir) => {
    const other = new DatabaseSync(join(dataDir, 'catalogue.sqlite'));
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    onTestFinished(() => other.close());
  },
  'is no file': (dataDir) => mkdirSync(join(dataDir, 'catalogue.sqlite')),
  'has no folder': (dataDir) => {
    rmSync(dataDir, { recursive: true });
    writeFileSync(dataDir, '');
  },
};

describe('a catalogue at the start', () => {
  test.each(Object.keys(TROUBLE))(
    'that %s is told, is not read, and takes nothing else out of service',
    async (what) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'keyledger-catalogue-'));
      onTestFinished(() => rmSync(dataDir, { recursive: true }));
      TROUBLE[what]?.(dataDir);
      const { feed, logger, checks } = await start(dataDir);
      expect(checks).toEqual([{ name: 'catalogue', ok: false, why: expect.stringContaining('given up') as string }]);
      expect(() => feed.current()).toThrow(expect.objectContaining({ code: 'not_caught_up' }));
      expect(logger.lines.map(({ message }) => message)).toContain('the catalogue cannot be opened');
    },
  );

  test('that can be used is read', async () => {
    const dataDir = join(mkdtempSync(join(tmpdir(), 'keyledger-catalogue-')), 'new');
    onTestFinished(() => rmSync(join(dataDir, '..'), { recursive: true }));
    const { feed, checks } = await start(dataDir);
    expect(checks).toEqual([{ name: 'catalogue', ok: true, why: '' }]);
    expect(feed.current()).toBe(feed.stale);
  });
});
