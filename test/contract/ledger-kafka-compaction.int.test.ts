import { randomBytes } from 'node:crypto';
import { Directory } from '@keyledger/directory';
import { type Incarnation, type LedgerPosition, positionAfter, positionAt } from '@keyledger/domain';
import { openKafkaLedger } from '@keyledger/ledger-kafka';
import { type Ledger, NOOP_KEY } from '@keyledger/ports';
import { decodeRecord, encodeAttempt, encodeNoop } from '@keyledger/wire';
import { afterAll, expect, test } from 'vitest';
import { eventually } from '../kit/eventually.ts';
import { describeWithKafka, withAdmin } from '../kit/kafka/index.ts';
import { LedgerScript } from '../model/ledger-script.ts';
import { kafkaOptions, removeTopics } from './ledger-kafka-options.ts';

const KEYS = 1_500;
const NOOPS = 1_000_000;
/** What the writer holds at once. */
const CHUNK = 50_000;
/** No-ops of the segment that is still being written to. */
const FEW = 50;
const COMPACTED_WITHIN_MS = 60_000;
const TEST_TIMEOUT_MS = 170_000;

const noop = {
  key: NOOP_KEY,
  value: encodeNoop({
    holders: [{ incarnation: 'ab'.repeat(16) as Incarnation, terms: { stalenessMs: 5_000, staleAllowanceMs: 0 } }],
    complete: true,
    reports: [],
  }),
};

function attempts(): readonly Uint8Array[] {
  const script = new LedgerScript();
  const organization = script.organization('acme');
  for (let i = 0; i < KEYS; i++) script.command(script.key(organization), { type: i % 2 === 0 ? 'pause' : 'revoke' });
  return script.attempts.map(encodeAttempt);
}

/** Spread evenly, as the ledger of a quiet year. */
async function write(ledger: Ledger, values: readonly Uint8Array[]): Promise<void> {
  let waiting: Promise<unknown>[] = [];
  const between = Math.ceil(NOOPS / values.length);
  for (const value of values) {
    waiting.push(ledger.append({ key: randomBytes(16), value }));
    for (let i = 0; i < between; i++) waiting.push(ledger.append(noop));
    if (waiting.length < CHUNK) continue;
    await Promise.all(waiting);
    waiting = [];
  }
  await Promise.all(waiting);
}

interface Read {
  readonly directory: Directory;
  readonly attempts: number;
  readonly noops: number;
  /** Of all values. */
  readonly bytes: number;
}

/** Folds what the log holds behind where the directory stands; gives up where it is more than `most` records. */
async function read(ledger: Ledger, directory = new Directory(), most = Infinity): Promise<Read | undefined> {
  const end = await ledger.end();
  const counts = { attempts: 0, noops: 0, bytes: 0 };
  const over = new AbortController();
  for await (const { records, upTo } of ledger.follow(positionAfter(directory.applied), over.signal)) {
    for (const { position, value } of records) {
      const record = decodeRecord(value);
      counts.bytes += value.length;
      counts[record.kind === 'noop' ? 'noops' : 'attempts'] += 1;
      if (record.kind === 'attempt') directory.fold(position, record.attempt);
    }
    directory.advance(upTo);
    if (counts.attempts + counts.noops > most) return undefined;
    if (upTo >= end) return { directory, ...counts };
  }
  throw new Error('the follower ended');
}

/** Lets the broker compact at once all that is not being written to, and ends what is. */
async function compact(brokers: readonly string[], topic: string, ledger: Ledger): Promise<void> {
  const settings = {
    'cleanup.policy': 'compact',
    'message.timestamp.type': 'LogAppendTime',
    'min.compaction.lag.ms': '0',
    'max.compaction.lag.ms': '1000',
    'min.cleanable.dirty.ratio': '0',
    'segment.ms': '500',
  };
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  const resources = [{ type: 2, name: topic, configEntries }];
  await withAdmin(brokers, (admin) => admin.alterConfigs({ validateOnly: false, resources }));
  await ledger.append(noop);
}

await describeWithKafka('a million no-ops on Kafka', (brokers) => {
  afterAll(() => removeTopics(brokers));

  test(
    'are compacted to a few, while every attempt stays: the same state, by reading all or from a checkpoint on',
    async () => {
      const options = kafkaOptions(brokers, { appendTimeoutMs: 60_000 });
      const ledger = await openKafkaLedger(options);
      try {
        const values = attempts();
        await write(ledger, values);
        const whole = await read(ledger);
        if (whole === undefined) throw new Error('not read');
        expect(whole).toMatchObject({ attempts: values.length });
        expect(whole.noops).toBeGreaterThanOrEqual(NOOPS);
        const { hash } = await whole.directory.stateHash();

        await compact(brokers, options.topic, ledger);
        const compacted = await eventually(async () => {
          await ledger.append(noop);
          return read(ledger, new Directory(), values.length + FEW);
        }, COMPACTED_WITHIN_MS);
        expect(compacted).toMatchObject({ attempts: values.length });
        expect(compacted.noops).toBeLessThanOrEqual(FEW);
        expect(compacted.bytes).toBeLessThan(values.reduce((sum, { length }) => sum + length, 0) + FEW * 100);
        expect((await compacted.directory.stateHash()).hash).toBe(hash);

        const half = positionAt(Math.floor(whole.directory.applied / 2));
        const resumed = await read(ledger, await stateAt(ledger, half));
        expect(resumed?.attempts).toBeLessThan(values.length);
        expect((await resumed?.directory.stateHash())?.hash).toBe(hash);
        console.log(
          JSON.stringify({ before: whole.noops, after: compacted.noops, bytes: [whole.bytes, compacted.bytes] }),
        );
      } finally {
        await ledger.close();
      }
    },
    TEST_TIMEOUT_MS,
  );
});

/** A directory as a checkpoint at that position would restore it: somewhere between no-ops that are gone. */
async function stateAt(ledger: Ledger, position: LedgerPosition): Promise<Directory> {
  const before = new Directory();
  const over = new AbortController();
  for await (const { records, upTo } of ledger.follow(positionAt(0), over.signal)) {
    for (const each of records) {
      const record = decodeRecord(each.value);
      if (each.position <= position && record.kind === 'attempt') before.fold(each.position, record.attempt);
    }
    if (upTo >= position) break;
  }
  before.advance(position);
  const restored = new Directory();
  restored.restore(before.snapshot());
  return restored;
}
