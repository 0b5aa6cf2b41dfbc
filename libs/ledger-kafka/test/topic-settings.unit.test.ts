import { expect, test } from 'vitest';
import { produceVerdict } from '../src/errors.ts';
import { growthOf, problemsOf, SETTINGS, type TopicFacts } from '../src/topic-settings.ts';

const settings = (changes: Record<string, string> = {}): ReadonlyMap<string, string> =>
  new Map(Object.entries({ ...SETTINGS, 'min.insync.replicas': '2', ...changes }));

const safe: TopicFacts = { brokers: 3, partitions: 1, replicas: 3, settings: settings(), maxBatchBytes: 768 * 1024 };

test('the settings that the topic is created with are safe', () => {
  expect(problemsOf(safe)).toEqual([]);
  expect(problemsOf({ ...safe, brokers: 1, replicas: 1, settings: settings({ 'min.insync.replicas': '1' }) })).toEqual(
    [],
  );
});

const unsafe: readonly [string, Partial<TopicFacts>][] = [
  ['cleanup.policy is delete', { settings: settings({ 'cleanup.policy': 'delete' }) }],
  ['cleanup.policy is compact,delete', { settings: settings({ 'cleanup.policy': 'compact,delete' }) }],
  ['unclean.leader.election.enable is true', { settings: settings({ 'unclean.leader.election.enable': 'true' }) }],
  ['min.insync.replicas is 1', { settings: settings({ 'min.insync.replicas': '1' }) }],
  ['min.insync.replicas is 4', { settings: settings({ 'min.insync.replicas': '4' }) }],
  ['min.compaction.lag.ms is 0', { settings: settings({ 'min.compaction.lag.ms': '0' }) }],
  ['message.timestamp.type is CreateTime', { settings: settings({ 'message.timestamp.type': 'CreateTime' }) }],
  ['max.message.bytes is 1000', { settings: settings({ 'max.message.bytes': '1000' }) }],
  ['compression.type is gzip', { settings: settings({ 'compression.type': 'gzip' }) }],
  ['partitions is 2', { partitions: 2 }],
  ['replication.factor is 1', { replicas: 1, settings: settings({ 'min.insync.replicas': '1' }) }],
  ['cleanup.policy is unknown', { settings: new Map() }],
];

test.each(unsafe)('%s is unsafe, and is named with its value', (problem, change) => {
  expect(problemsOf({ ...safe, ...change })).toContainEqual(expect.stringContaining(`${problem},`));
});

test('a broker that is down does not make fewer copies enough', () => {
  const facts = { ...safe, brokers: 2, settings: settings({ 'min.insync.replicas': '1' }) };
  expect(problemsOf(facts)).toEqual(['min.insync.replicas is 1, at least 2 is allowed']);
});

test('every problem is reported, not the first alone', () => {
  const changes = { 'cleanup.policy': 'delete', 'unclean.leader.election.enable': 'true' };
  expect(problemsOf({ ...safe, partitions: 3, settings: settings(changes) })).toHaveLength(3);
});

test('a topic that keeps old no-ops for long is said to grow, and is used all the same', () => {
  const grows: TopicFacts = { ...safe, settings: settings({ 'max.compaction.lag.ms': '9223372036854775807' }) };
  expect(growthOf(grows)).toEqual([expect.stringMatching(/^max\.compaction\.lag\.ms is 9223372036854775807, at most/)]);
  expect(problemsOf(grows)).toEqual([]);
  expect(growthOf({ ...safe, settings: new Map() })).toHaveLength(1);
  expect(growthOf(safe)).toEqual([]);
});

test('only what a broker says was not written counts as not written', () => {
  expect(produceVerdict(0, 7)).toBe('written');
  expect(produceVerdict(10, -1)).toBe('refused');
  expect(produceVerdict(6, -1)).toBe('not now');
  expect(produceVerdict(6, 7), 'deposed after it had written').toBe('unknown');
  expect(produceVerdict(19, -1), 'too few replicas before the append').toBe('not now');
  for (const code of [-1, 7, 20, 56, 9999]) expect(produceVerdict(code, -1), `code ${String(code)}`).toBe('unknown');
});
