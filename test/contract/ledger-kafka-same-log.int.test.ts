import { positionAfter, positionAt } from '@keyledger/domain';
import { openKafkaLedger, type KafkaLedgerOptions } from '@keyledger/ledger-kafka';
import { type Ledger, type LedgerEntry, NOOP_KEY, type SeenRecord } from '@keyledger/ports';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../kit/eventually.ts';
import { describeWithKafka, withAdmin } from '../kit/kafka/index.ts';
import { Connections } from './ledger-kafka-connections.ts';
import { kafkaOptions, removeTopics } from './ledger-kafka-options.ts';
import { entry, readAll, Reader, textOf } from './ledger/reading.ts';

/** As all are that name nobody. */
const noop: LedgerEntry = { key: NOOP_KEY, value: Buffer.from('no-op') };
const noops = (count: number): LedgerEntry[] => Array.from({ length: count }, () => noop);
const COMPACTED_WITHIN_MS = 30_000;
const CORRUPT = { name: 'Fault', code: 'ledger_corrupt' };

await describeWithKafka('a follower of the Kafka ledger that looks whether it is the same log', (brokers) => {
  const opened: Ledger[] = [];
  let connections: Connections;
  beforeEach(() => {
    connections = new Connections();
  });
  afterEach(async () => {
    connections.forget();
    for (const each of opened.splice(0)) await each.close();
    await removeTopics(brokers);
  });

  const holding = async (options: KafkaLedgerOptions, entries: readonly LedgerEntry[]): Promise<Ledger> => {
    const ledger = await openKafkaLedger(options);
    opened.push(ledger);
    await Promise.all(entries.map((each) => ledger.append(each)));
    return ledger;
  };
  const replace = async (options: KafkaLedgerOptions, entries: readonly LedgerEntry[]): Promise<void> => {
    await withAdmin(brokers, (admin) => admin.deleteTopics({ topics: [options.topic] }));
    await holding(options, entries);
  };
  const configure = (topic: string, settings: Readonly<Record<string, string>>): Promise<unknown> => {
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
    const resources = [{ type: 2, name: topic, configEntries }];
    return withAdmin(brokers, (admin) => admin.alterConfigs({ validateOnly: false, resources }));
  };
  /** As an operator can who takes the policy away first: Kafka lets nobody delete from a compacted topic. */
  const cutBefore = async (topic: string, offset: number): Promise<void> => {
    await configure(topic, { 'cleanup.policy': 'delete' });
    const partitions = [{ partition: 0, offset: String(offset) }];
    await withAdmin(brokers, async (admin) => {
      await admin.fetchTopicOffsets(topic); // or it does not know who leads
      await admin.deleteTopicRecords({ topic, partitions });
    });
  };

  test('a topic made anew, with a no-op where it read one just like it, is ledger_corrupt', async () => {
    const options = kafkaOptions(brokers);
    const ledger = await holding(options, [entry('first'), ...noops(9)]);
    const reader = new Reader(ledger, positionAt(0));
    await reader.read(10);
    const ended = expect(reader.read(11)).rejects.toMatchObject(CORRUPT);
    await replace(options, [entry('another'), ...noops(19)]);
    await ended;
  });

  test('a topic put back to before an attempt that it has not read, with all that it has, is ledger_corrupt', async () => {
    const options = kafkaOptions(brokers);
    const ledger = await holding(options, [entry('kept'), ...noops(9)]);
    const reader = new Reader(ledger, positionAt(0));
    await reader.read(10);
    const ended = expect(reader.read(11)).rejects.toMatchObject(CORRUPT);
    await replace(options, [entry('kept'), entry('unread'), ...noops(18)]);
    await ended;
  });

  test('a topic made anew while it was not asked for more is ledger_corrupt', async () => {
    const options = kafkaOptions(brokers);
    const ledger = await holding(options, [entry('first'), ...noops(9)]);
    const reader = new Reader(ledger, positionAt(0));
    await reader.read(10);
    await replace(options, [entry('another'), ...noops(19)]);
    await expect(reader.read(11)).rejects.toMatchObject(CORRUPT);
  });

  test.for([1, 10])('a log cut in front of it, from %i of ten on, is ledger_corrupt', async (offset) => {
    const options = kafkaOptions(brokers, { missingGraceMs: 500 });
    const ledger = await holding(options, [entry('first'), ...noops(9)]);
    const reader = new Reader(ledger, positionAt(0));
    await reader.read(10);
    await cutBefore(options.topic, offset);
    expect(connections.cut()).toBeGreaterThan(0);
    await expect(reader.read(11)).rejects.toMatchObject(CORRUPT);
  });

  test('a connection that was cut is no reason to end: what was read is still there', async () => {
    const options = kafkaOptions(brokers);
    const ledger = await holding(options, [entry('first'), ...noops(9)]);
    const reader = new Reader(ledger, positionAt(0));
    await reader.read(10);
    for (let count = 11; count <= 13; count += 1) {
      expect(connections.cut()).toBeGreaterThan(0);
      await holding(options, [entry('next')]);
      await reader.read(count);
    }
    await reader.stop();
  });

  test('an attempt that was read before the start and is gone is ledger_corrupt', async () => {
    const options = kafkaOptions(brokers, { missingGraceMs: 500 });
    const ledger = await holding(options, [...noops(5), entry('only')]);
    await cutBefore(options.topic, 2);
    const seen: SeenRecord = { position: positionAt(0), recognises: () => true };
    await expect(new Reader(ledger, positionAt(6), seen).read(1)).rejects.toMatchObject(CORRUPT);
  });

  test('a no-op that compaction removed proves nothing; an attempt that is gone in its place is ledger_corrupt', async () => {
    const options = kafkaOptions(brokers, { missingGraceMs: 500 });
    const ledger = await holding(options, [entry('gone'), entry('kept'), ...noops(8)]);
    const reader = new Reader(ledger, positionAt(0));
    await reader.read(10);
    await configure(options.topic, {
      'cleanup.policy': 'compact',
      'message.timestamp.type': 'LogAppendTime',
      'min.cleanable.dirty.ratio': '0',
      'max.compaction.lag.ms': '1000',
      'segment.ms': '500',
    });
    // Nothing else could remove an attempt: this one's key is used again.
    await ledger.append({ key: entry('gone').key, value: Buffer.from('again') });
    await eventually(async () => {
      await ledger.append(noop);
      return (await readAll(ledger)).every(({ position }) => position === 1 || position > 9);
    }, COMPACTED_WITHIN_MS);

    const seen = (position: number): SeenRecord => ({ position: positionAt(position), recognises: () => true });
    const from = positionAfter(await ledger.end());
    await expect(new Reader(ledger, from, seen(0)).read(1)).rejects.toMatchObject(CORRUPT);
    const resumed = new Reader(ledger, from, seen(1));
    const reading = resumed.read(1);
    await ledger.append(entry('next'));
    expect((await reading).map(textOf)).toEqual(['next']);
    await resumed.stop();

    // It has asked for nothing meanwhile: what it knows is `kept`, and the last of the no-ops that are gone.
    expect(connections.cut()).toBeGreaterThan(0);
    while (reader.records.at(-1)?.position !== from) await reader.next();
    await reader.stop();
  });
});
