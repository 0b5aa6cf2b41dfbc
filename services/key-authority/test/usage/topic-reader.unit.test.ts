import { type UsageStore, openUsageStore } from '@keyledger/catalogue';
import type { UsageRecord, UsageTopic } from '@keyledger/ledger-kafka';
import { Fault, type UsageBatch, silentLogger, systemClock } from '@keyledger/ports';
import { encodeUsageBatch } from '@keyledger/wire';
import { beforeEach, expect, test } from 'vitest';
import { readUsageTopic } from '../../src/usage/topic-reader.ts';

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

  constructor(...log: (readonly Uint8Array[])[]) {
    this.log = log;
  }

  get partitions(): readonly number[] {
    return [...this.log.keys()];
  }

  async *follow(partition: number, from: number): AsyncGenerator<readonly UsageRecord[]> {
    this.asked.push([partition, from]);
    yield await Promise.resolve(
      (this.log[partition] ?? []).map((value, offset) => ({ offset, value })).filter(({ offset }) => offset >= from),
    );
  }
}

let store: UsageStore;

beforeEach(() => {
  store = openUsageStore({ file: ':memory:', logger: silentLogger });
  return () => store.close();
});

const read = (topic: FixedTopic, kept: Pick<UsageStore, 'take' | 'skip' | 'nextOffsets'> = store) =>
  readUsageTopic(
    { topic, store: kept, clock: systemClock, logger: silentLogger, retryMs: 1 },
    new AbortController().signal,
  );

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
  expect(store.nextOffsets('usage').get(0)).toBe(2);
});

test('what the store does not take now is tried until it does, in order', async () => {
  let refusals = 3;
  const failing: Parameters<typeof read>[1] = {
    nextOffsets: (topicId) => store.nextOffsets(topicId),
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
