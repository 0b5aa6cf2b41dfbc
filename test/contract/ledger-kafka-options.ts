import { randomUUID } from 'node:crypto';
import type { KafkaLedgerOptions } from '@keyledger/ledger-kafka';
import { silentLogger } from '@keyledger/ports';

/** Options for a ledger on a topic of its own. */
export function kafkaOptions(
  brokers: readonly string[],
  changes: Partial<KafkaLedgerOptions> = {},
): KafkaLedgerOptions {
  return {
    brokers,
    topic: `ledger-${randomUUID()}`,
    clientId: 'ledger-test',
    connectionTimeoutMs: 1_000,
    requestTimeoutMs: 5_000,
    appendTimeoutMs: 10_000,
    createTopic: true,
    logger: silentLogger,
    ...changes,
  };
}
