import type { CheckpointStore, LedgerMark } from '@keyledger/directory';
import { positionAt } from '@keyledger/domain';
import { Fault, type LedgerRecord, type Timers } from '@keyledger/ports';
import { beforeEach, expect, it } from 'vitest';
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
  hasCatalogueAll = true;
  diskFails = false;
  lastAttempt: LedgerRecord | null = null;
  now = 0;
  #due: { at: number; run: () => void } | null = null;

  keeper(restored: LedgerMark | null = null): CheckpointKeeper {
    const timers: Timers = {
      after: (ms, run) => {
        const due = { at: this.now + ms, run };
        this.#due = due;
        return () => {
          if (this.#due === due) this.#due = null;
        };
      },
    };
    const checkpoints: CheckpointStore = {
      load: () => Promise.resolve({ kind: 'none' }),
      save: (mark) => {
        if (this.diskFails) return Promise.reject(new Error('the disk is full'));
        this.saved.push(mark);
        return Promise.resolve();
      },
    };
    const catalogue = {
      current: () => {
        if (!this.hasCatalogueAll) throw new Fault('not_caught_up', 'behind');
      },
    } as unknown as CatalogueFeed;
    const clock = { monotonic: () => this.now, wall: () => 0 };
    const { directory, logger } = this;
    const projector = {
      get lastAttempt() {
        return bench.lastAttempt;
      },
    } as Projector;
    return new CheckpointKeeper({ checkpoints, directory, projector, catalogue, logger, clock, timers }, restored);
  }

  /** An attempt is read, and the rest of that many records. */
  reads(records: number): void {
    const position = positionAt(this.directory.applied + 1);
    this.lastAttempt = { position, value: Buffer.from(String(position)) };
    this.directory.advance(positionAt(this.directory.applied + records));
  }

  readsNoops(records: number): void {
    this.directory.advance(positionAt(this.directory.applied + records));
  }

  async passes(ms: number): Promise<void> {
    for (const end = this.now + ms; this.#due !== null && this.#due.at <= end;) {
      const { at, run } = this.#due;
      this.#due = null;
      this.now = at;
      run();
      await new Promise((resolve) => setImmediate(resolve));
    }
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
