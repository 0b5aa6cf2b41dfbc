import { openCatalogue } from '@keyledger/catalogue';
import { Directory, checkpointFile } from '@keyledger/directory';
import { positionAt } from '@keyledger/domain';
import { silentLogger, systemClock, systemTimers } from '@keyledger/ports';
import { createLifecycle } from '@keyledger/service-kit';
import { expect, onTestFinished, test } from 'vitest';
import { Acknowledged } from '../../src/ledger/acknowledged.ts';
import { CatalogueFeed } from '../../src/ledger/catalogue-feed.ts';
import { catchUp } from '../../src/ledger/catch-up.ts';
import { CommandLog } from '../../src/ledger/command-log.ts';
import { Projector } from '../../src/ledger/projector.ts';
import { TestLedger } from '../support/test-ledger.ts';

/** Has far more than it ever shows. */
class LargeLedger extends TestLedger {
  override end = async () => positionAt(1_000_000);
}

test('a stop while the ledger is still being read does not wait for its deadline', async () => {
  const ledger = new LargeLedger();
  const directory = new Directory();
  const opened = openCatalogue({ file: ':memory:', logger: silentLogger });
  onTestFinished(() => opened.close());
  const catalogue = new CatalogueFeed({ catalogue: opened, logger: silentLogger });
  const projector = new Projector({ follower: ledger, directory, catalogue, timers: systemTimers });
  const acknowledged = new Acknowledged({ ledger, applied: () => projector.applied, fail: () => undefined });
  const log = new CommandLog({ ledger, acknowledged, directory, projector, clock: systemClock, deadlineMs: 1_000 });
  const lifecycle = createLifecycle({ logger: silentLogger, deadlineMs: 1_000 });
  const { fail, stopping } = lifecycle;
  const parts = { ledger, directory, catalogue, projector, log, clock: systemClock, logger: silentLogger };
  const options = {
    ...parts,
    maxHoldMs: 5_000,
    checkpoints: checkpointFile('/no-such-folder/file'),
    acceptEpoch: undefined,
  };
  const starting = lifecycle.start(
    'projector',
    () => catchUp({ ...options, fail, stopping, hasFailed: () => false }),
    (reading) => reading.stop(),
  );
  starting.catch(() => undefined);
  expect(await lifecycle.stop('SIGTERM')).toBe(true);
  await expect(starting).rejects.toThrow('SIGTERM');
  expect(lifecycle.failure).toBeUndefined();
});
