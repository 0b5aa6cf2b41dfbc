import type { KafkaLedgerOptions } from '@keyledger/ledger-kafka';
import { silentLogger } from '@keyledger/ports';
import { freshTopic } from '../../kit/cluster.ts';

/** A ledger of a benchmark's own. */
export const ownTopic = (brokers: readonly string[]): KafkaLedgerOptions => ({
  brokers,
  topic: freshTopic(),
  clientId: 'bench',
  connectionTimeoutMs: 3_000,
  requestTimeoutMs: 4_000,
  appendTimeoutMs: 5_000,
  createTopic: true,
  logger: silentLogger,
});
