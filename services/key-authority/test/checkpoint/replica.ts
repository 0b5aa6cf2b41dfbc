import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Catalogue, openCatalogue } from '@keyledger/catalogue';
import { Directory, checkpointFile } from '@keyledger/directory';
import { type LedgerPosition, positionAt } from '@keyledger/domain';
import {
  Fault,
  type FollowFrom,
  type Ledger,
  type LedgerBarrier,
  type LedgerBatch,
  type LedgerEntry,
  type LedgerRecord,
  systemClock,
  systemTimers,
} from '@keyledger/ports';
import { decodeRecord, encodeAttempt, encodeNoop } from '@keyledger/wire';
import { onTestFinished } from 'vitest';
import type { LedgerScript } from '../../../../test/model/ledger-script.ts';
import { Acknowledged } from '../../src/ledger/acknowledged.ts';
import { CatalogueFeed } from '../../src/ledger/catalogue-feed.ts';
import { catchUp } from '../../src/ledger/catch-up.ts';
import { CommandLog } from '../../src/ledger/command-log.ts';
import { Projector } from '../../src/ledger/projector.ts';
import { TestLogger } from '../support/test-logger.ts';

/** A log that an operator can do anything to while nobody reads it. */
export class ReplaceableLedger implements Ledger {
  records: LedgerRecord[] = [];
  /** Where followers began. */
  readonly followed: number[] = [];
  /** What a deposed leader would say. */
  oldEnd: number | null = null;
  /** Whoever writes anything but no-ops dies of it. */
  attemptsFail = false;

  constructor(values: readonly Uint8Array[] = []) {
    for (const value of values) this.#append(value);
  }

  /** As it was when it had this many records. */
  copy(length = this.records.length): ReplaceableLedger {
    const copy = new ReplaceableLedger();
    copy.records = this.records.slice(0, length);
    return copy;
  }

  /** As compaction does. */
  remove(...positions: readonly number[]): this {
    this.records = this.records.filter(({ position }) => !positions.includes(position));
    return this;
  }

  write(...values: readonly Uint8Array[]): this {
    for (const value of values) this.#append(value);
    return this;
  }

  #append(value: Uint8Array): LedgerPosition {
    const position = positionAt((this.records.at(-1)?.position ?? -1) + 1);
    this.records.push({ position, value });
    return position;
  }

  append = async ({ value }: LedgerEntry): Promise<LedgerPosition> => {
    if (this.attemptsFail && decodeRecord(value).kind === 'attempt') throw new Error('killed');
    return this.#append(value);
  };
  barrier = async (entry: LedgerEntry): Promise<LedgerBarrier> => ({ position: await this.append(entry), isNew: true });
  end = async (): Promise<LedgerPosition> => positionAt(this.oldEnd ?? this.records.at(-1)?.position ?? -1);
  close = async (): Promise<void> => undefined;

  async *follow(from: FollowFrom, signal: AbortSignal): AsyncGenerator<LedgerBatch> {
    this.followed.push(Number(from));
    if (Number(from) > (this.records.at(-1)?.position ?? -1) + 1) throw new Fault('ledger_corrupt', 'begins behind');
    for (let next = Number(from); !signal.aborted;) {
      const [record] = this.records.filter(({ position }) => position >= next);
      if (record === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        continue;
      }
      next = record.position + 1;
      yield { records: [record], upTo: record.position };
    }
  }
}

export const NOOP = encodeNoop({ holders: [], complete: true, reports: [] });

/** The attempts of a script, behind the ledger's own first one. */
export const valuesOf = (script: LedgerScript): Uint8Array[] => script.attempts.map(encodeAttempt);

export interface Replica {
  readonly directory: Directory;
  readonly catalogue: Catalogue;
  readonly feed: CatalogueFeed;
  stop(): Promise<void>;
  /** As where it failed: nothing is kept. */
  crash(): Promise<void>;
}

/** What one replica keeps on its disk, and its life on whatever ledger it finds. */
export class ReplicaDisk {
  readonly folder: string;
  readonly checkpoint: string;
  readonly logger = new TestLogger();
  /** What becomes of the catalogue before anybody reads it. */
  whenOpened: (catalogue: Catalogue) => void = () => undefined;

  constructor(folder: string) {
    this.folder = folder;
    this.checkpoint = join(folder, 'directory.checkpoint');
  }

  async start(ledger: Ledger, acceptEpoch?: string): Promise<Replica> {
    const { logger } = this;
    const directory = new Directory();
    const catalogue = openCatalogue({ file: join(this.folder, 'catalogue.sqlite'), logger });
    this.whenOpened(catalogue);
    const feed = new CatalogueFeed({ catalogue, logger });
    const projector = new Projector({ follower: ledger, directory, catalogue: feed, timers: systemTimers });
    const stopping = new AbortController();
    let failed = false;
    const fail = (): void => {
      failed = true;
    };
    const acknowledged = new Acknowledged({ ledger, applied: () => projector.applied, fail });
    const log = new CommandLog({ ledger, acknowledged, directory, projector, clock: systemClock, deadlineMs: 30_000 });
    const close = (): void => {
      feed.stop();
      catalogue.close();
    };
    const parts = { ledger, directory, catalogue: feed, projector, log, clock: systemClock, logger };
    const beside = { emptyDirectory: () => new Directory(), checkpoints: checkpointFile(this.checkpoint) };
    const options = { ...parts, ...beside, maxHoldMs: 5_000, acceptEpoch, fail };
    const running = await catchUp({ ...options, hasFailed: () => failed, stopping: stopping.signal }).catch(
      (error: unknown) => {
        close();
        throw error;
      },
    );
    const stop = async (): Promise<void> => {
      await running.stop();
      close();
    };
    const crash = (): Promise<void> => {
      fail();
      return stop();
    };
    return { directory, catalogue, feed, stop, crash };
  }

  /** One life, which ends in order; what it held at its end. */
  async live(ledger: Ledger, acceptEpoch?: string): Promise<Awaited<ReturnType<typeof heldBy>>> {
    const replica = await this.start(ledger, acceptEpoch);
    const held = await heldBy(replica);
    await replica.stop();
    return held;
  }
}

export async function heldBy({ directory, catalogue }: Replica) {
  const { hash } = await directory.stateHash();
  const events = catalogue.events({ after: positionAt(-1), limit: 1_000 }).map(({ position }) => position);
  return { hash, ledger: directory.ledger, events, applied: directory.applied };
}

export async function newDisk(): Promise<ReplicaDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'keyledger-replica-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return new ReplicaDisk(folder);
}
