import kafkajs, { type Admin } from 'kafkajs';
import { unsafe } from '../errors.ts';
import type { KafkaFollowerOptions } from '../options.ts';
import { whenUp } from '../topic.ts';
import { readTopic } from './read-topic.ts';
import type { UsageReader } from './usage-reader.ts';

/** Nodes share them out; each authority reads all. */
const PARTITIONS = 8;
const DAY_MS = 86_400_000;

/** How the topic is created; `min.insync.replicas` depends on the number of replicas. */
const SETTINGS = {
  'cleanup.policy': 'delete',
  // As long as an authority may be away and still learn what was counted meanwhile.
  'retention.ms': String(7 * DAY_MS),
  'max.message.bytes': String(4 * 1024 * 1024),
  // As it was sent: compressed batches are not read.
  'compression.type': 'producer',
} as const;

/** What nodes have counted, as it stands in Kafka. */
export interface UsageTopic {
  readonly name: string;
  /** All of it, until the signal aborts. @throws what the reader throws */
  read(reader: UsageReader, signal: AbortSignal): Promise<void>;
}

/**
 * Makes sure that the topic is there and fit for usage.
 * @throws Fault `ledger_unsafe` naming each setting that is not, `ledger_unavailable`
 */
export async function openUsageTopic(options: KafkaFollowerOptions): Promise<UsageTopic> {
  const { topic } = options;
  const settings = await whenUp(options, async (admin) => {
    await createIfMissing(admin, options);
    return settingsOf(admin, topic);
  });
  const problems = problemsOf(settings);
  if (problems.length > 0) throw unsafe(topic, problems);
  return { name: topic, read: (reader, signal) => readTopic(options, reader, signal) };
}

async function createIfMissing(admin: Admin, { topic, brokers, logger, ...options }: KafkaFollowerOptions) {
  if ((await admin.listTopics()).includes(topic)) return;
  const up = (await admin.describeCluster()).brokers.length;
  const replicas = Math.min(3, Math.max(up, brokers.length));
  const settings = { ...SETTINGS, 'min.insync.replicas': replicas >= 3 ? '2' : '1' };
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  const topics = [{ topic, numPartitions: PARTITIONS, replicationFactor: replicas, configEntries }];
  // False: another authority was faster.
  if (await admin.createTopics({ topics, waitForLeaders: true, timeout: options.requestTimeoutMs })) {
    logger.info({ topic, replicas }, 'the topic of usage was created');
  }
}

async function settingsOf(admin: Admin, topic: string): Promise<ReadonlyMap<string, string>> {
  const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }];
  const { resources: answers } = await admin.describeConfigs({ resources, includeSynonyms: false });
  return new Map(answers[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
}

function problemsOf(settings: ReadonlyMap<string, string>): string[] {
  const problems = (['cleanup.policy', 'compression.type'] as const)
    .filter((name) => settings.get(name) !== SETTINGS[name])
    .map((name) => `${name} is ${settings.get(name) ?? 'unknown'}, ${SETTINGS[name]} is allowed`);
  const retention = Number(settings.get('retention.ms'));
  if (retention !== -1 && !(retention >= DAY_MS)) {
    problems.push(`retention.ms is ${String(retention)}, at least ${String(DAY_MS)} is allowed`);
  }
  return problems;
}
