import { randomUUID } from 'node:crypto';
import {
  KafkaUsageSink,
  type UsageReader,
  type UsageRecord,
  type UsageTopic,
  openUsageTopic,
} from '@keyledger/ledger-kafka';
import { type UsageBatch, silentLogger } from '@keyledger/ports';
import { decodeUsageBatch } from '@keyledger/wire';
import { CompressionTypes, Kafka, logLevel } from 'kafkajs';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { describeWithKafka, withAdmin } from '../kit/kafka/index.ts';

const WITHIN = { timeout: 30_000, interval: 50 };
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
    const times = { connectionTimeoutMs: 5_000, requestTimeoutMs: 10_000, startTimeoutMs: 10_000 };
    return { brokers, topic, clientId: 'usage-test', ...times, logger: silentLogger };
  };
  const sinkOf = (options: ReturnType<typeof optionsOf>): KafkaUsageSink => {
    const sink = new KafkaUsageSink(options);
    onTestFinished(() => sink.close());
    return sink;
  };

  /** A topic that is being deleted may still be in the way. */
  const madeAnew = (options: ReturnType<typeof optionsOf>): Promise<unknown> =>
    vi.waitFor(() => openUsageTopic(options).then((topic) => ensureLed(options.topic).then(() => topic)), WITHIN);

  async function ensureLed(topic: string): Promise<void> {
    const { topics } = await withAdmin(brokers, (admin) => admin.fetchTopicMetadata({ topics: [topic] }));
    expect(topics[0]?.partitions).toHaveLength(8);
  }

  /** One batch of so many records, which is not as nodes write them. */
  async function compressedInto(topic: string, partition: number, count: number): Promise<void> {
    const producer = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    const messages = Array.from({ length: count }, () => ({ value: 'anything', partition }));
    await producer.send({ topic, messages, compression: CompressionTypes.GZIP });
    await producer.disconnect();
  }

  const untilTaken = (sink: KafkaUsageSink, one: UsageBatch): Promise<void> =>
    vi.waitFor(() => sink.take(one, NEVER), WITHIN);

  afterEach(() =>
    withAdmin(brokers, async (admin) => {
      const existing = new Set(await admin.listTopics());
      const topics = made.splice(0).filter((topic) => existing.has(topic));
      if (topics.length > 0) await admin.deleteTopics({ topics });
    }),
  );

  interface Taken {
    readonly topicId: string;
    readonly partition: number;
    readonly sequence: number;
  }

  /** Reads until the test ends; each connection begins where `from` says, by default where what was taken ends. */
  function reading(
    topic: UsageTopic,
    from: ReadonlyMap<number, number> = new Map(),
    kept: () => Promise<void> = () => Promise.resolve(),
  ): Taken[] {
    const stop = new AbortController();
    const taken: Taken[] = [];
    const next = new Map<string, Map<number, number>>();
    const reader: UsageReader = {
      from: (topicId) => Promise.resolve(next.get(topicId) ?? from),
      take: (topicId, partition, records) => {
        const of = (record: UsageRecord) => decodeUsageBatch(record.value).sequence;
        taken.push(...records.map((record) => ({ topicId, partition, sequence: of(record) })));
        const offsets = next.get(topicId) ?? new Map(from);
        next.set(topicId, offsets.set(partition, (records.at(-1)?.offset ?? 0) + 1));
        return kept();
      },
    };
    const read = topic.read(reader, stop.signal);
    onTestFinished(() => {
      stop.abort();
      return read;
    });
    return taken;
  }

  const inPartition = (taken: readonly Taken[], node: string): number[] =>
    taken.filter(({ partition }) => partition === partitionOf(node)).map(({ sequence }) => sequence);

  const partitionOf = (node: string): number => Number.parseInt(node.repeat(4), 16) % 8;

  test('is made by the first of several authorities, and holds the batches of a node in order', async () => {
    const options = optionsOf();
    const [topic] = await Promise.all([openUsageTopic(options), openUsageTopic(options)]);
    const sink = sinkOf(options);
    for (const sequence of [1, 2, 3]) await sink.take(batch('0a', sequence), NEVER);
    await sink.take(batch('0b', 1), NEVER);
    const taken = reading(topic);
    await expect.poll(() => taken.length).toBe(4);
    expect(inPartition(taken, '0a')).toEqual([1, 2, 3]);
    expect(inPartition(taken, '0b')).toEqual([1]);
    const rest = reading(topic, new Map([[partitionOf('0a'), 1]]));
    await expect.poll(() => rest.length).toBe(3);
    expect(inPartition(rest, '0a')).toEqual([2, 3]);
  });

  test('is read whole as it is written to, whatever waits', async () => {
    const options = optionsOf();
    const topic = await openUsageTopic(options);
    const taken = reading(topic);
    const sink = sinkOf(options);
    await sink.take(batch('00', 1), NEVER);
    await expect.poll(() => taken.length).toBe(1);
    const nodes = ['01', '02', '03', '04', '05', '06', '07'];
    for (const node of nodes) await sink.take(batch(node, 1), NEVER);
    await expect.poll(() => taken.length).toBe(8);
    expect(new Set(taken.map(({ partition }) => partition)).size).toBe(8);
  });

  test('is read from its beginning where an offset is not there any more', async () => {
    const options = optionsOf();
    const topic = await openUsageTopic(options);
    await sinkOf(options).take(batch('00', 1), NEVER);
    const taken = reading(topic, new Map([[0, 41]]));
    await expect.poll(() => inPartition(taken, '00')).toEqual([1]);
  });

  test.each([
    ['shorter', 1],
    ['as long', 2],
    ['longer', 3],
  ])('that is made anew, and is %s then, is read from its start, under another id', async (_, count) => {
    const options = optionsOf();
    const topic = await openUsageTopic(options);
    const taken = reading(topic);
    const sink = sinkOf(options);
    for (const sequence of [1, 2]) await sink.take(batch('00', sequence), NEVER);
    await expect.poll(() => inPartition(taken, '00')).toEqual([1, 2]);
    await withAdmin(brokers, (admin) => admin.deleteTopics({ topics: [options.topic] }));
    await madeAnew(options);
    for (let sequence = 3; sequence < 3 + count; sequence += 1) await untilTaken(sink, batch('00', sequence));
    await expect.poll(() => inPartition(taken, '00').slice(2)).toEqual([3, 4, 5].slice(0, count));
    const ids = taken.map(({ topicId }) => topicId);
    expect([new Set(ids.slice(0, 2)).size, new Set(ids.slice(2)).size, new Set(ids).size]).toEqual([1, 1, 2]);
  });

  test('that is made anew while what was read of it is being kept is read from its start', async () => {
    const options = optionsOf();
    const topic = await openUsageTopic(options);
    const sink = sinkOf(options);
    await sink.take(batch('00', 1), NEVER);
    const gate = Promise.withResolvers<void>();
    const taken = reading(topic, new Map(), () => gate.promise);
    await expect.poll(() => inPartition(taken, '00')).toEqual([1]);
    await withAdmin(brokers, (admin) => admin.deleteTopics({ topics: [options.topic] }));
    await madeAnew(options);
    for (const sequence of [2, 3, 4]) await untilTaken(sink, batch('00', sequence));
    gate.resolve();
    await expect.poll(() => inPartition(taken, '00')).toEqual([1, 2, 3, 4]);
  });

  test('that is made anew with fewer partitions takes the batches of every node', async () => {
    const options = optionsOf();
    await openUsageTopic(options);
    const sink = sinkOf(options);
    await sink.take(batch('01', 1), NEVER);
    await withAdmin(brokers, async (admin) => {
      await admin.deleteTopics({ topics: [options.topic] });
      const topics = [{ topic: options.topic, numPartitions: 1 }];
      await vi.waitFor(() => admin.createTopics({ topics, waitForLeaders: false }), WITHIN);
    });
    await vi.waitFor(() => sink.take(batch('01', 2), AbortSignal.timeout(2_000)), WITHIN);
  });

  test('is read on behind what cannot be read, and in its other partitions meanwhile', async () => {
    const options = optionsOf();
    const topic = await openUsageTopic(options);
    const sink = sinkOf(options);
    await sink.take(batch('00', 1), NEVER);
    await compressedInto(options.topic, partitionOf('00'), 3);
    await sink.take(batch('00', 2), NEVER);
    await sink.take(batch('01', 1), NEVER);
    const taken = reading(topic);
    await expect.poll(() => inPartition(taken, '00')).toEqual([1, 2]);
    await sink.take(batch('01', 2), NEVER);
    await expect.poll(() => inPartition(taken, '01')).toEqual([1, 2]);
    const read = taken.map(({ partition, sequence }) => [partition, sequence]);
    const meanwhile = [partitionOf('01'), 1];
    expect(
      read.slice(
        0,
        read.findLastIndex(([partition]) => partition === partitionOf('00')),
      ),
    ).toContainEqual(meanwhile);
  });

  test('that is compacted, or kept for less than a day, is refused, each named with what is allowed', async () => {
    const options = optionsOf();
    const configEntries = Object.entries({ 'cleanup.policy': 'compact', 'retention.ms': '1000' });
    const entries = configEntries.map(([name, value]) => ({ name, value }));
    const topics = [{ topic: options.topic, numPartitions: 1, replicationFactor: 1, configEntries: entries }];
    await withAdmin(brokers, (admin) => admin.createTopics({ topics, waitForLeaders: false }));
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
    const taken = reading(topic);
    await expect.poll(() => inPartition(taken, '00')).toEqual([1]);
  });
});
