import { randomUUID } from 'node:crypto';
import { KafkaUsageSink, type UsageRecord, type UsageTopic, openUsageTopic } from '@keyledger/ledger-kafka';
import { type UsageBatch, silentLogger } from '@keyledger/ports';
import { decodeUsageBatch } from '@keyledger/wire';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { describeWithKafka, withAdmin } from '../kit/kafka/index.ts';

const NEVER = new AbortController().signal;

const batch = (node: string, sequence: number): UsageBatch => ({
  node: node.repeat(16),
  sequence,
  usage: [],
  security: [{ minute: 60_000, reason: 'invalid_key', source: '', keyId: '', organizationId: '', count: 1 }],
});

await describeWithKafka('the topic of usage', (brokers) => {
  const made: string[] = [];
  const optionsOf = (topic = `usage-${randomUUID()}`) => {
    made.push(topic);
    const times = { connectionTimeoutMs: 1_000, requestTimeoutMs: 5_000, startTimeoutMs: 5_000 };
    return { brokers, topic, clientId: 'usage-test', ...times, logger: silentLogger };
  };
  const sinkOf = (options: ReturnType<typeof optionsOf>): KafkaUsageSink => {
    const sink = new KafkaUsageSink(options);
    onTestFinished(() => sink.close());
    return sink;
  };

  afterEach(() =>
    withAdmin(brokers, async (admin) => {
      const existing = new Set(await admin.listTopics());
      const topics = made.splice(0).filter((topic) => existing.has(topic));
      if (topics.length > 0) await admin.deleteTopics({ topics });
    }),
  );

  /** Of the partition that a node's batches go to, so many records from there on. */
  async function readFrom(topic: UsageTopic, partition: number, from: number, count: number): Promise<UsageRecord[]> {
    const stop = new AbortController();
    const records: UsageRecord[] = [];
    for await (const some of topic.follow(partition, from, stop.signal)) {
      records.push(...some);
      if (records.length >= count) break;
    }
    stop.abort();
    return records;
  }

  const sequences = (records: readonly UsageRecord[]): number[] =>
    records.map(({ value }) => decodeUsageBatch(value).sequence);

  test('is made by the first of several authorities, and holds the batches of a node in order', async () => {
    const options = optionsOf();
    const [topic] = await Promise.all([openUsageTopic(options), openUsageTopic(options)]);
    expect(topic.partitions).toHaveLength(8);
    const sink = sinkOf(options);
    for (const sequence of [1, 2, 3]) await sink.take(batch('0a', sequence), NEVER);
    await sink.take(batch('0b', 1), NEVER);
    const partition = 0x0a0a0a0a % 8;
    expect(sequences(await readFrom(topic, partition, 0, 3))).toEqual([1, 2, 3]);
    expect(sequences(await readFrom(topic, partition, 1, 2))).toEqual([2, 3]);
    expect(sequences(await readFrom(topic, 0x0b0b0b0b % 8, 0, 1))).toEqual([1]);
  });

  test('is read from its beginning where an offset is not there any more', async () => {
    const options = optionsOf();
    const topic = await openUsageTopic(options);
    await sinkOf(options).take(batch('00', 1), NEVER);
    expect(sequences(await readFrom(topic, 0, 41, 1))).toEqual([1]);
  });

  test('that is compacted, or kept for less than a day, is refused, each named with what is allowed', async () => {
    const options = optionsOf();
    const configEntries = Object.entries({ 'cleanup.policy': 'compact', 'retention.ms': '1000' });
    const entries = configEntries.map(([name, value]) => ({ name, value }));
    const topics = [{ topic: options.topic, numPartitions: 1, replicationFactor: 1, configEntries: entries }];
    await withAdmin(brokers, (admin) => admin.createTopics({ topics, waitForLeaders: true }));
    const refusal = (await openUsageTopic(options).catch((error: unknown) => error)) as { internal: string };
    expect(refusal).toMatchObject({ code: 'ledger_unsafe' });
    expect(refusal.internal).toContain('cleanup.policy is compact, delete is allowed');
    expect(refusal.internal).toContain('retention.ms is 1000, at least 86400000 is allowed');
  });

  test('that is not there yet takes nothing, and says so; once it is made, the same batch goes there', async () => {
    const options = optionsOf();
    const sink = sinkOf(options);
    await expect(sink.take(batch('00', 1), NEVER)).rejects.toMatchObject({ code: 'ledger_unavailable' });
    const topic = await openUsageTopic(options);
    await sink.take(batch('00', 1), NEVER);
    expect(sequences(await readFrom(topic, 0, 0, 1))).toEqual([1]);
  });
});
