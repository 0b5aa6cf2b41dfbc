import { BEFORE_FIRST } from '@keyledger/domain';
import { openKafkaLedger } from '@keyledger/ledger-kafka';
import { expect, test } from 'vitest';
import { describeWithKafka } from '../kit/kafka/index.ts';
import { kafkaOptions, removeTopics } from './ledger-kafka-options.ts';
import { DEADLINE_MS } from './ledger/reading.ts';

const CALLERS = 200;

const sockets = (): number => process.getActiveResourcesInfo().filter((resource) => /TCPSocket/i.test(resource)).length;

await describeWithKafka('the end of the Kafka ledger', (brokers) => {
  test('who asks for it at once with others shares their connection, which is closed with the ledger', async () => {
    const ledger = await openKafkaLedger(kafkaOptions(brokers));
    try {
      await expect.poll(sockets, { timeout: DEADLINE_MS }).toBe(0);
      let most = 0;
      const ask = async () => {
        const end = await ledger.end();
        most = Math.max(most, sockets());
        return end;
      };
      const ends = await Promise.all(Array.from({ length: CALLERS }, ask));
      expect(new Set(ends)).toEqual(new Set([BEFORE_FIRST]));
      // One to the broker that is asked first, one to the leader.
      expect(most).toBeGreaterThan(0);
      expect(most).toBeLessThanOrEqual(2);
    } finally {
      await ledger.close();
    }
    await expect.poll(sockets, { timeout: DEADLINE_MS }).toBe(0);
    await removeTopics(brokers);
  });
});
