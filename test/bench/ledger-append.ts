import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLedger } from '@keyledger/ledger-embedded';
import { openKafkaLedger } from '@keyledger/ledger-kafka';
import type { Ledger, LedgerEntry } from '@keyledger/ports';
import { startKafka } from '../kit/kafka/start.ts';
import { type Benchmark, type Entry, informative } from './kit/entry.ts';
import { ownTopic } from './kit/own-topic.ts';
import { inTurns } from './kit/rounds.ts';
import { percentile } from './kit/statistics.ts';

const ROUNDS = 5;
const SINGLE_APPENDS = 200;
const WRITERS = 64;
const ROUND_MS = 1_000;
const RECORD_BYTES = 200;

/** How long one durable record takes, and how many a second 64 writers get; both ledgers in turns. */
export const ledgerAppend: Benchmark = {
  name: 'ledger-append',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'keyledger-bench-'));
    const kafka = await startKafka({ brokers: 1 });
    try {
      const embedded = await openEmbeddedLedger({ folder });
      const onKafka = await openKafkaLedger(ownTopic(kafka.bootstrap));
      const { ours, peer } = await inTurns(
        ROUNDS,
        () => measure(embedded),
        () => measure(onKafka),
      );
      await embedded.close();
      await onKafka.close();
      return [...entriesOf('embedded', ours), ...entriesOf('kafka', peer)];
    } finally {
      await kafka.stop();
      await rm(folder, { recursive: true });
    }
  },
};

interface Result {
  readonly singleMs: readonly number[];
  readonly perSecond: number;
}

const record = (): LedgerEntry => ({ key: randomBytes(16), value: randomBytes(RECORD_BYTES) });

async function measure(ledger: Ledger): Promise<Result> {
  const singleMs: number[] = [];
  for (let count = 0; count < SINGLE_APPENDS; count++) {
    const startedAt = performance.now();
    await ledger.append(record());
    singleMs.push(performance.now() - startedAt);
  }
  return { singleMs, perSecond: await withWriters(ledger) };
}

async function withWriters(ledger: Ledger): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  const writer = async (): Promise<void> => {
    while (performance.now() - startedAt < ROUND_MS) {
      await ledger.append(record());
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  return (count * 1000) / (performance.now() - startedAt);
}

function entriesOf(name: string, results: readonly Result[]): Entry[] {
  const single = (share: number): number[] => results.map(({ singleMs }) => percentile(singleMs, share));
  return [
    informative(`${name}_append_p50`, 'ms', single(0.5)),
    informative(`${name}_append_p99`, 'ms', single(0.99)),
    informative(
      `${name}_append_${String(WRITERS)}_writers`,
      '1/s',
      results.map(({ perSecond }) => perSecond),
    ),
  ];
}
