import kafkajs, { type Admin, Kafka } from 'kafkajs';
import { MAX_BATCH_BYTES } from './appender.ts';
import { unavailable, unsafe } from './errors.ts';
import { kafkaConfig } from './kafkajs.ts';
import { pause } from './link.ts';
import { type KafkaFollowerOptions, DEFAULT_START_TIMEOUT_MS } from './options.ts';
import { growthOf, problemsOf, SETTINGS, type TopicFacts } from './topic-settings.ts';

const RETRY_MS = 250;

/**
 * Makes sure that the topic is there and safe to keep a ledger in, waiting for the brokers where they are not up yet.
 * @throws Fault `ledger_unsafe` naming each setting, its value and what is allowed; `ledger_unavailable`
 */
export async function ensureTopic(options: KafkaFollowerOptions, create: boolean): Promise<void> {
  const facts = await whenUp(options, async (admin) => {
    const brokers = (await admin.describeCluster()).brokers.length;
    if (create) await createIfMissing(admin, options, brokers);
    return describeTopic(admin, options.topic, brokers);
  });
  const problems = problemsOf(facts);
  if (problems.length > 0) throw unsafe(options.topic, problems);
  for (const advice of growthOf(facts)) options.logger.warn({ topic: options.topic, advice }, 'the topic grows');
}

/**
 * What a process that may only read can check: that there is one partition.
 * @throws Fault `ledger_unsafe`, `ledger_unavailable`
 */
export async function awaitTopic(options: KafkaFollowerOptions): Promise<void> {
  const partitions = await whenUp(options, async (admin) => (await partitionsOf(admin, options.topic)).length);
  if (partitions !== 1) throw unsafe(options.topic, [`partitions is ${String(partitions)}, 1 is allowed`]);
}

async function createIfMissing(admin: Admin, options: KafkaFollowerOptions, brokers: number): Promise<void> {
  if ((await admin.listTopics()).includes(options.topic)) return;
  // Three named brokers, of which one is up so far: the refusal to make three replicas is waited out.
  const replicas = Math.min(3, Math.max(brokers, options.brokers.length));
  const settings = { ...SETTINGS, 'min.insync.replicas': replicas >= 3 ? '2' : '1' };
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  const topics = [{ topic: options.topic, numPartitions: 1, replicationFactor: replicas, configEntries }];
  // False: another authority was faster.
  if (await admin.createTopics({ topics, waitForLeaders: true, timeout: options.requestTimeoutMs })) {
    options.logger.info({ topic: options.topic, replicas }, 'the ledger topic was created');
  }
}

async function describeTopic(admin: Admin, topic: string, brokers: number): Promise<TopicFacts> {
  const partitions = await partitionsOf(admin, topic);
  const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }];
  const { resources: answers } = await admin.describeConfigs({ resources, includeSynonyms: false });
  const entries = answers[0]?.configEntries ?? [];
  return {
    brokers,
    partitions: partitions.length,
    replicas: Math.min(...partitions.map((partition) => partition.replicas.length)),
    settings: new Map(entries.map((entry) => [entry.configName, entry.configValue])),
    maxBatchBytes: MAX_BATCH_BYTES,
  };
}

/** The topic's partitions, once brokers answer; none: there is no such topic. */
export async function partitionsOf(admin: Admin, topic: string) {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  return topics[0]?.partitions ?? [];
}

export async function whenUp<T>(options: KafkaFollowerOptions, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const within = options.startTimeoutMs ?? DEFAULT_START_TIMEOUT_MS;
  const patience = AbortSignal.timeout(within);
  for (let attempt = 0; ; attempt += 1) {
    const first = attempt % options.brokers.length;
    const brokers = [...options.brokers.slice(first), ...options.brokers.slice(0, first)];
    const admin = new Kafka(kafkaConfig(options, brokers)).admin();
    try {
      await admin.connect();
      return await ask(admin);
    } catch (error) {
      if (attempt === 0) options.logger.warn({ topic: options.topic, error: String(error) }, 'waiting for the ledger');
      const gaveUp = () => unavailable(`topic ${options.topic} was not there within ${String(within)} ms`, error);
      await pause(RETRY_MS, patience).catch(() => Promise.reject(gaveUp()));
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
}
