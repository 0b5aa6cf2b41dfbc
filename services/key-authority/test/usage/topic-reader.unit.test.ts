import { type UsageStore, openUsageStore } from '@keyledger/catalogue';
import type { UsageReader, UsageTopic } from '@keyledger/ledger-kafka';
import { Fault, type Logger, type UsageBatch, silentLogger, systemClock } from '@keyledger/ports';
import { encodeUsageBatch } from '@keyledger/wire';
import { beforeEach, expect, test } from 'vitest';
import { type TopicReaderOptions, readUsageTopic } from '../../src/usage/topic-reader.ts';

const MINUTE = Date.parse('2026-11-22T20:00:00Z');

const batch = (node: string, sequence: number, count = 1): UsageBatch => ({
  node: node.repeat(32),
  sequence,
  usage: [],
  security: [{ minute: MINUTE, reason: 'invalid_key', source: node, keyId: '', organizationId: '', count }],
});

/** A topic that ends: what is in it is read once, and then the reader's work is over. */
class FixedTopic implements UsageTopic {
  readonly name = 'usage';
  readonly log: (readonly Uint8Array[])[];
  readonly asked: [partition: number, from: number][] = [];
  id = 'first';

  constructor(...log: (readonly Uint8Array[])[]) {
    this.log = log;
  }

  async read({ from, take }: UsageReader): Promise<void> {
    const next = await from(this.id);
    for (const [partition, values] of this.log.entries()) {
      const first = next.get(partition) ?? 0;
      this.asked.push([partition, first]);
      const records = values.map((value, offset) => ({ offset, value })).slice(first);
      await take(this.id, partition, records);
    }
  }
}

let store: UsageStore;

beforeEach(() => {
  store = openUsageStore({ file: ':memory:', logger: silentLogger });
  return () => store.close();
});

const read = (topic: FixedTopic, kept: TopicReaderOptions['store'] = store, logger: Logger = silentLogger) =>
  readUsageTopic({ topic, store: kept, clock: systemClock, logger, retryMs: 1 }, new AbortController().signal);

const counts = (): Record<string, number> => {
  const all = { organizationId: null, keyId: null, reasons: null, from: 0, to: Infinity, limit: 100 };
  const { items } = store.security({ ...all, to: Number.MAX_SAFE_INTEGER });
  return Object.fromEntries(items.map(({ source, count }) => [source, count]));
};

test('every partition is read, and what was written twice counts once', async () => {
  const [a1, a2, b1] = [batch('a', 1), batch('a', 2, 10), batch('b', 1)].map(encodeUsageBatch) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  await read(new FixedTopic([a1, a1, a2, a1], [], [b1]));
  expect(counts()).toEqual({ a: 11, b: 1 });
});

test('after a restart it is read on from where this replica was', async () => {
  const first = encodeUsageBatch(batch('a', 1));
  await read(new FixedTopic([first], [], []));
  const topic = new FixedTopic([first, encodeUsageBatch(batch('a', 2))], [], []);
  await read(topic);
  expect(topic.asked).toEqual([
    [0, 1],
    [1, 0],
    [2, 0],
  ]);
  expect(counts()).toEqual({ a: 2 });
});

test('what is no batch is passed over for good', async () => {
  await read(new FixedTopic([Buffer.from('\x08\xff'), encodeUsageBatch(batch('a', 1))]));
  expect(counts()).toEqual({ a: 1 });
  expect(store.nextOffsets('first').get(0)).toBe(2);
});

test('what the store does not take now is tried until it does, in order', async () => {
  let refusals = 3;
  const failing: Parameters<typeof read>[1] = {
    nextOffsets: (topicId) => store.nextOffsets(topicId),
    forgetOtherTopics: (topicId) => store.forgetOtherTopics(topicId),
    skip: (at) => store.skip(at),
    take: (...taken) => {
      refusals -= 1;
      if (refusals >= 0) return Promise.reject(new Fault('internal', 'The disk is full.'));
      return store.take(...taken);
    },
  };
  await read(new FixedTopic([encodeUsageBatch(batch('a', 1)), encodeUsageBatch(batch('a', 2))]), failing);
  expect(counts()).toEqual({ a: 2 });
});

test('a topic that was made anew is read from its start, which is told once; a batch that was in the old one counts once', async () => {
  const told: unknown[] = [];
  const logger: Logger = { ...silentLogger, warn: (fields) => told.push(fields) };
  const [a1, a2] = [encodeUsageBatch(batch('a', 1)), encodeUsageBatch(batch('a', 2, 10))];
  await read(new FixedTopic([a1]), store, logger);
  expect(told).toEqual([]);
  const topic = Object.assign(new FixedTopic([a1, a2]), { id: 'second' });
  for (let start = 1; start <= 2; start += 1) await read(topic, store, logger);
  expect(topic.asked).toEqual([
    [0, 0],
    [0, 2],
  ]);
  expect(told).toEqual([{ topic: 'usage', topicId: 'second' }]);
  expect(counts()).toEqual({ a: 11 });
});
