import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setImmediate as aTurn } from 'node:timers/promises';
import { positionAt } from '@keyledger/domain';
import { openKafkaLedger } from '@keyledger/ledger-kafka';
import { NOOP_KEY } from '@keyledger/ports';
import { expect, test } from 'vitest';
import { describeWithKafka } from '../kit/kafka/index.ts';
import { kafkaOptions, removeTopics } from './ledger-kafka-options.ts';
import type { Replacement } from './ledger-kafka-replace.child.ts';
import { entry, Reader } from './ledger/reading.ts';

const CHILD = join(import.meta.dirname, 'ledger-kafka-replace.child.ts');

await describeWithKafka('a follower whose process stood still while its topic was made anew', (brokers) => {
  test.for(['nothing', 'a record'] as const)(
    'is ledger_corrupt, though the old log had answered with %s',
    async (answer) => {
      const { logger, ...options } = kafkaOptions(brokers);
      const ledger = await openKafkaLedger({ ...options, logger });
      try {
        await ledger.append(entry('first'));
        for (let count = 1; count < 10; count += 1) await ledger.append({ key: NOOP_KEY, value: Buffer.from('no-op') });
        const reader = new Reader(ledger, positionAt(0));
        await reader.read(10);
        const ended = reader.read(30).then(
          () => 'read on',
          (error: unknown) => error,
        );
        for (let turn = 0; turn < 5; turn += 1) await aTurn(); // its question is on its way
        // Until the other process is done, this one does nothing, as one that got a SIGSTOP.
        const replacement: Replacement = { options, answer };
        const { status, stderr } = spawnSync(process.execPath, [CHILD, JSON.stringify(replacement)], {
          encoding: 'utf8',
        });
        expect([status, stderr]).toEqual([0, '']);
        expect(await ended).toMatchObject({ name: 'Fault', code: 'ledger_corrupt' });
        expect(reader.records.length, 'nothing of the new log').toBe(10);
      } finally {
        await ledger.close();
        await removeTopics(brokers);
      }
    },
  );
});
