import { randomUUID } from 'node:crypto';
import type { KafkaLedgerOptions } from '@keyledger/ledger-kafka';
import { silentLogger } from '@keyledger/ports';
import { withAdmin } from '../kit/kafka/index.ts';

const made = new Set<string>();

/** Options for a ledger on a topic of its own. */
export function kafkaOptions(
  brokers: readonly string[],
  changes: Partial<KafkaLedgerOptions> = {},
): KafkaLedgerOptions {
  const topic = `ledger-${randomUUID()}`;
  made.add(topic);
  return {
    brokers,
    topic,
    clientId: 'ledger-test',
    connectionTimeoutMs: 1_000,
    requestTimeoutMs: 5_000,
    appendTimeoutMs: 10_000,
    createTopic: true,
    logger: silentLogger,
    ...changes,
  };
}

/** Deletes what the options of this process were used for; brokers may be shared with others. */
export async function removeTopics(brokers: readonly string[]): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const topics = [...made].filter((topic) => existing.has(topic));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  });
  made.clear();
}
