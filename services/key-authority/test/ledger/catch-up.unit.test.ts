import { openCatalogue } from '@keyledger/catalogue';
import { type CheckpointStore, Directory, type LedgerMark } from '@keyledger/directory';
import { positionAt } from '@keyledger/domain';
import { silentLogger, systemTimers } from '@keyledger/ports';
import { createLifecycle } from '@keyledger/service-kit';
import { encodeAttempt } from '@keyledger/wire';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { LedgerScript } from '../../../../test/model/ledger-script.ts';
import { Acknowledged } from '../../src/ledger/acknowledged.ts';
import { CatalogueFeed } from '../../src/ledger/catalogue-feed.ts';
import { type CatchUpOptions, catchUp } from '../../src/ledger/catch-up.ts';
import { CommandLog } from '../../src/ledger/command-log.ts';
import { Projector } from '../../src/ledger/projector.ts';
import { TestLedger } from '../support/test-ledger.ts';

/** More than what makes it time for a checkpoint, once something was read. */
const LONG_MS = 60 * 60_000;

afterEach(() => {
  vi.useRealTimers();
});

/** Has far more than it ever shows. */
class LargeLedger extends TestLedger {
  override end = async () => positionAt(1_000_000);
}

/** What is not said of a replica is as in production, but that its checkpoints are kept as a list of their marks. */
function replicaOn(ledger: TestLedger) {
  const directory = new Directory();
  const opened = openCatalogue({ file: ':memory:', logger: silentLogger });
  onTestFinished(() => opened.close());
  const catalogue = new CatalogueFeed({ catalogue: opened, logger: silentLogger });
  const projector = new Projector({ follower: ledger, directory, catalogue, timers: systemTimers });
  const acknowledged = new Acknowledged({ ledger, applied: () => projector.applied, fail: () => undefined });
  const time = { now: 0 };
  const clock = { wall: () => time.now, monotonic: () => time.now };
  const log = new CommandLog({ ledger, acknowledged, directory, projector, clock, deadlineMs: 1_000 });
  const saved: LedgerMark[] = [];
  const checkpoints: CheckpointStore = {
    load: () => Promise.resolve({ kind: 'none' }),
    save: (mark) => Promise.resolve(void saved.push(mark)),
  };
  const lifecycle = createLifecycle({ logger: silentLogger, deadlineMs: 1_000 });
  const options: CatchUpOptions = {
    ...{ ledger, directory, catalogue, projector, log, clock, checkpoints, logger: silentLogger },
    ...{ emptyDirectory: () => new Directory(), maxHoldMs: 5_000, acceptEpoch: undefined },
    ...{ fail: lifecycle.fail, hasFailed: () => lifecycle.failure !== undefined, stopping: lifecycle.stopping },
  };
  return { options, lifecycle, saved, time };
}

test('a stop while the ledger is still being read does not wait for its deadline', async () => {
  const { options, lifecycle } = replicaOn(new LargeLedger());
  const starting = lifecycle.start(
    'projector',
    () => catchUp(options),
    (reading) => reading.stop(),
  );
  starting.catch(() => undefined);
  expect(await lifecycle.stop('SIGTERM')).toBe(true);
  await expect(starting).rejects.toThrow('SIGTERM');
  expect(lifecycle.failure).toBeUndefined();
});

test('a ledger that cannot be read to the end of a batch leaves no checkpoint, however long the stop of the rest takes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const ledger = new TestLedger();
  const { options, saved, time } = replicaOn(ledger);
  const { promise: failed, resolve: fail } = Promise.withResolvers<unknown>();
  // Others are stopped first: nobody has ended the reading yet.
  const reading = await catchUp({ ...options, fail, hasFailed: () => false });
  const { organizationCreated } = batch();
  const release = ledger.hold();
  await ledger.append({ key: Buffer.of(1), value: organizationCreated });
  await ledger.append({ key: Buffer.of(2), value: Buffer.from('no record') });
  release();
  expect(await failed).toMatchObject({ code: 'ledger_corrupt' });
  expect(options.projector.lastAttempt?.position).toBeGreaterThan(options.directory.applied);
  time.now += LONG_MS;
  await vi.advanceTimersByTimeAsync(LONG_MS);
  await reading.stop();
  expect(saved).toEqual([]);
});

function batch() {
  const script = new LedgerScript();
  script.organization('acme');
  const [organizationCreated] = script.attempts.map(encodeAttempt);
  if (organizationCreated === undefined) throw new Error('the script is empty');
  return { organizationCreated };
}
