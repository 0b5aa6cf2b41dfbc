import { openKafkaLedger } from '@keyledger/ledger-kafka';
import type { Ledger } from '@keyledger/ports';
import { describeWithKafka } from '../kit/kafka/index.ts';
import { kafkaOptions, removeTopics } from './ledger-kafka-options.ts';
import { ledgerContract } from './ledger.contract.ts';

await describeWithKafka('Kafka', (brokers) => {
  ledgerContract('kafka', () => {
    const options = kafkaOptions(brokers);
    const handles: Ledger[] = [];
    const open = async () => {
      const ledger = await openKafkaLedger(options);
      handles.push(ledger);
      return ledger;
    };
    return {
      open,
      reopen: open,
      async close() {
        await Promise.all(handles.map((ledger) => ledger.close()));
        await removeTopics(brokers);
      },
    };
  });
});
