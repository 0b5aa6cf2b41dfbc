import type { CheckpointStore, LedgerMark } from '@keyledger/directory';
import { positionAt } from '@keyledger/domain';
import { Fault, type LedgerRecord } from '@keyledger/ports';
import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualTime, settled } from '../../../../libs/freshness/test/kit/virtual-time.ts';
import { LedgerScript } from '../../../../test/model/ledger-script.ts';
import { CheckpointKeeper } from '../../src/checkpoint/keeper.ts';
import type { CatalogueFeed } from '../../src/ledger/catalogue-feed.ts';
import type { Projector } from '../../src/ledger/projector.ts';
import { TestLogger } from '../support/test-logger.ts';

const MINUTE_MS = 60_000;

/** A keeper whose time and reading are moved by hand. */
class Bench {
  readonly saved: LedgerMark[] = [];
  readonly directory = new LedgerScript().directory;
  readonly logger = new TestLogger();
  readonly time = new VirtualTime();
  hasCatalogueAll = true;
  hasFailed = false;
  diskFails = false;
  /** How long writing takes. */
  costMs = 0;
  /** How many were begun, whatever came of them. */
  begun = 0;
  lastAttempt: LedgerRecord | null = null;

  keeper(restored: LedgerMark | null = null): CheckpointKeeper {
    const checkpoints: CheckpointStore = {
      load: () => Promise.resolve({ kind: 'none' }),
      save: (mark, _snapshot, signal) => this.#write(mark, signal),
    };
    const catalogue = {
      current: () => {
        if (!this.hasCatalogueAll) throw new Fault('not_caught_up', 'behind');
      },
    } as unknown as CatalogueFeed;
    const { directory, logger, time } = this;
    const projector = {
      get lastAttempt() {
        return bench.lastAttempt;
      },
    } as Projector;
    const hasFailed = (): boolean => this.hasFailed;
    const parts = { checkpoints, directory, projector, catalogue, logger, hasFailed, clock: time, timers: time };
    return new CheckpointKeeper(parts, restored);
  }

  /** An attempt is read, and the rest of that many records. */
  reads(records: number): void {
    this.readsPartOfABatch();
    this.readsNoops(records);
  }

  readsNoops(records: number): void {
    this.directory.advance(positionAt(this.directory.applied + records));
  }

  /** An attempt is folded, and what follows it in its batch is not. */
  readsPartOfABatch(): void {
    const position = positionAt(this.directory.applied + 1);
    this.lastAttempt = { position, value: Buffer.from(String(position)) };
  }

  passes(ms: number): Promise<void> {
    return this.time.pass(ms);
  }

  async #write(mark: LedgerMark, signal: AbortSignal | undefined): Promise<void> {
    this.begun += 1;
    if (this.diskFails) throw new Error('the disk is full');
    if (this.costMs > 0) {
      await new Promise<void>((resolve, reject) => {
        this.time.after(this.costMs, resolve);
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      });
    }
    this.saved.push(mark);
  }
}

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
  bench.directory.fold(positionAt(0), opening());
  bench.reads(1);
});

function opening() {
  const script = new LedgerScript();
  return script.append('ledger', 0, { type: 'ledger.opened', ledgerId: 'first', maxHoldMs: 5_000 });
}

it('writes some minutes after a change, and no more until the next one', async () => {
  bench.keeper().begin();
  await bench.passes(4 * MINUTE_MS);
  expect(bench.saved).toEqual([]);
  await bench.passes(2 * MINUTE_MS);
  expect(bench.saved).toMatchObject([{ ledgerIds: ['first'], position: 0, attempt: { position: 0 } }]);
  bench.readsNoops(100);
  await bench.passes(60 * MINUTE_MS);
  expect(bench.saved).toHaveLength(1);
  bench.reads(3);
  await bench.passes(6 * MINUTE_MS);
  expect(bench.saved.slice(1)).toMatchObject([{ position: 103, attempt: { position: 101 } }]);
});

it('writes soon where much was read, no-ops alone as well', async () => {
  const keeper = bench.keeper();
  keeper.begin();
  bench.readsNoops(60_000);
  await bench.passes(MINUTE_MS / 2);
  expect(bench.saved).toMatchObject([{ position: 60_000, attempt: { position: 0 } }]);
});

it('does not write again what it was restored from, until something new was read', async () => {
  const restored = {
    ledgerIds: ['first'],
    position: positionAt(100_000),
    attempt: { position: positionAt(9), sha256: 'a' },
  } as const;
  const directory = bench.directory;
  directory.advance(positionAt(100_000));
  bench.lastAttempt = null;
  const keeper = bench.keeper(restored);
  keeper.begin();
  await bench.passes(10 * MINUTE_MS);
  await keeper.save();
  expect(bench.saved).toEqual([]);
  bench.readsNoops(1);
  await keeper.save();
  expect(bench.saved).toEqual([{ ...restored, position: 100_001 }]);
});

it('writes nothing that the catalogue has not taken, and tries again later', async () => {
  const keeper = bench.keeper();
  bench.hasCatalogueAll = false;
  keeper.begin();
  await bench.passes(10 * MINUTE_MS);
  expect(bench.saved).toEqual([]);
  bench.hasCatalogueAll = true;
  await bench.passes(MINUTE_MS);
  expect(bench.saved).toHaveLength(1);
});

it('says that it cannot write, and tries again', async () => {
  const keeper = bench.keeper();
  bench.diskFails = true;
  await keeper.save();
  expect(bench.logger.text).toContain('the disk is full');
  bench.diskFails = false;
  await keeper.save();
  expect(bench.saved).toHaveLength(1);
});

it('looks no more once it is stopped, and has nothing to say of a ledger without an identity', async () => {
  const keeper = bench.keeper();
  keeper.begin();
  await keeper.stop();
  keeper.begin();
  await bench.passes(60 * MINUTE_MS);
  expect(bench.saved).toEqual([]);
  const empty = new Bench();
  await empty.keeper().save();
  expect(empty.saved).toEqual([]);
});

it('writes nothing of a batch that is folded in part', async () => {
  const keeper = bench.keeper();
  keeper.begin();
  bench.readsNoops(60_000);
  bench.readsPartOfABatch();
  await bench.passes(10 * MINUTE_MS);
  await keeper.finish();
  expect(bench.saved).toEqual([]);
  bench.readsNoops(1);
  await keeper.save();
  expect(bench.saved).toMatchObject([{ position: 60_001, attempt: { position: 60_001 } }]);
});

it('writes nothing of a process that has failed, also while that is being stopped', async () => {
  const keeper = bench.keeper();
  keeper.begin();
  bench.hasFailed = true;
  await bench.passes(10 * MINUTE_MS);
  await keeper.finish();
  expect(bench.saved).toEqual([]);
});

describe('at the end', () => {
  it('what was read since is written, behind what is just being written', async () => {
    const keeper = bench.keeper();
    bench.costMs = 1_000;
    void keeper.save();
    await settled();
    bench.reads(3);
    const finished = keeper.finish();
    await bench.passes(2_000);
    await finished;
    expect(bench.saved).toMatchObject([{ position: 0 }, { position: 3 }]);
    expect(bench.time.timers).toBe(0);
  });

  it('what takes longer than a stop may is given up, also where it was begun before, and that is said', async () => {
    const keeper = bench.keeper();
    bench.costMs = 60_000;
    void keeper.save();
    await settled();
    bench.reads(3);
    const finished = keeper.finish();
    await bench.passes(5_000);
    await finished;
    expect([bench.begun, bench.saved]).toEqual([1, []]);
    expect(bench.logger.text).toContain('the process ends');
  });

  it('what took longer than a stop may the last time is not begun, and that is said', async () => {
    const keeper = bench.keeper();
    bench.costMs = 5_000;
    const saving = keeper.save();
    await bench.passes(5_000);
    await saving;
    await keeper.finish();
    expect(bench.logger.text).not.toContain('no checkpoint at the end');
    bench.reads(3);
    await keeper.finish();
    expect(bench.begun).toBe(1);
    expect(bench.logger.text).toContain('no checkpoint at the end');
  });
});
