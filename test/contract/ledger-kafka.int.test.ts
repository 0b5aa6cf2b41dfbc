import { randomUUID } from 'node:crypto';
import { openKafkaLedger } from '@keyledger/ledger-kafka';
import { type Ledger, silentLogger } from '@keyledger/ports';
import { describeWithKafka } from '../kit/kafka/index.ts';
import { ledgerContract } from './ledger.contract.ts';

await describeWithKafka('Kafka', (brokers) => {
  ledgerContract('kafka', () => {
    const topic = `contract-${randomUUID()}`;
    const handles: Ledger[] = [];
    const open = async () => {
      const ledger = await openKafkaLedger({
        brokers,
        topic,
        clientId: 'contract',
        connectionTimeoutMs: 1_000,
        requestTimeoutMs: 5_000,
        appendTimeoutMs: 10_000,
        createTopic: true,
        logger: silentLogger,
      });
      handles.push(ledger);
      return ledger;
    };
    return {
      open,
      reopen: open,
      async close() {
        await Promise.all(handles.map((ledger) => ledger.close()));
      },
    };
  });
});
