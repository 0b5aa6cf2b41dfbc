import { positionAt } from '@keyledger/domain';
import { openKafkaFollower, openKafkaLedger } from '@keyledger/ledger-kafka';
import type { Ledger } from '@keyledger/ports';
import { afterEach, expect, test } from 'vitest';
import { describeWithKafka, withAdmin } from '../kit/kafka/index.ts';
import { kafkaOptions, removeTopics } from './ledger-kafka-options.ts';
import { entry, Reader, textOf } from './ledger/reading.ts';

await describeWithKafka("the Kafka ledger's topic", (brokers) => {
  const opened: { close(): Promise<void> }[] = [];
  const opening = async (options = kafkaOptions(brokers)): Promise<Ledger> => {
    const ledger = await openKafkaLedger(options);
    opened.push(ledger);
    return ledger;
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
    await removeTopics(brokers);
  });

  test('an existing topic with unsafe settings is refused, each named with its value and what is allowed', async () => {
    const options = kafkaOptions(brokers);
    const topics = [{ topic: options.topic, numPartitions: 2, replicationFactor: 1 }];
    await withAdmin(brokers, (admin) => admin.createTopics({ topics, waitForLeaders: true }));
    const refusal = await openKafkaLedger(options).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'Fault', code: 'ledger_unsafe' });
    const { internal } = refusal as { internal: string };
    for (const problem of [
      options.topic,
      'partitions is 2, 1 is allowed',
      'cleanup.policy is delete, compact is allowed',
      'min.compaction.lag.ms is 0, at least 86400000 is allowed',
      'message.timestamp.type is CreateTime, LogAppendTime is allowed',
    ]) {
      expect(internal).toContain(problem);
    }
    await expect(openKafkaFollower(options)).rejects.toMatchObject({ code: 'ledger_unsafe' });
  });

  test('who may not create it waits for it, and says when it does not come', async () => {
    const options = kafkaOptions(brokers, { createTopic: false, startTimeoutMs: 500 });
    await expect(openKafkaLedger(options)).rejects.toMatchObject({ code: 'ledger_unavailable' });
    await expect(openKafkaFollower(options)).rejects.toMatchObject({ code: 'ledger_unavailable' });
  });

  test('of authorities that start at once all open the same topic', async () => {
    const options = kafkaOptions(brokers);
    const ledgers = await Promise.all([opening(options), opening(options), opening(options)]);
    const positions = await Promise.all(ledgers.map((ledger) => ledger.append(entry('same'))));
    expect(positions.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  test('a process that only reads follows what others append, and ends its followers at close', async () => {
    const options = kafkaOptions(brokers);
    const ledger = await opening(options);
    const follower = await openKafkaFollower(options);
    opened.push(follower);
    const reader = new Reader(follower as Ledger, positionAt(0));
    await ledger.append(entry('for all'));
    expect((await reader.read(1)).map(textOf)).toEqual(['for all']);
    const waiting = expect(reader.next()).rejects.toMatchObject({ code: 'ledger_unavailable' });
    await follower.close();
    await waiting;
  });

  test('a topic that was made anew under a follower is ledger_corrupt, not a fresh beginning', async () => {
    const options = kafkaOptions(brokers, { missingGraceMs: 500 });
    const ledger = await opening(options);
    const reader = new Reader(ledger, positionAt(0));
    await Promise.all(Array.from({ length: 10 }, (_, index) => ledger.append(entry(String(index)))));
    await reader.read(10);
    const ended = expect(reader.read(11)).rejects.toMatchObject({ code: 'ledger_corrupt' });
    await withAdmin(brokers, (admin) => admin.deleteTopics({ topics: [options.topic] }));
    await opening(options).then((anew) => anew.append(entry('another log')));
    await ended;
  });

  test('a topic that was made anew under a follower and has grown beyond what it read is ledger_corrupt all the same', async () => {
    const options = kafkaOptions(brokers);
    const ledger = await opening(options);
    const reader = new Reader(ledger, positionAt(0));
    await Promise.all(Array.from({ length: 10 }, (_, index) => ledger.append(entry(String(index)))));
    await reader.read(10);
    const ended = expect(reader.read(11)).rejects.toMatchObject({ code: 'ledger_corrupt' });
    await withAdmin(brokers, (admin) => admin.deleteTopics({ topics: [options.topic] }));
    const anew = await opening(options);
    await Promise.all(Array.from({ length: 20 }, (_, index) => anew.append(entry(`another ${String(index)}`))));
    await ended;
  });

  test('a topic that begins behind what was asked for is ledger_corrupt', async () => {
    const options = kafkaOptions(brokers, { missingGraceMs: 500 });
    const ledger = await opening(options);
    for (let index = 0; index < 10; index += 1) await ledger.append(entry(String(index)));
    await withAdmin(brokers, async (admin) => {
      // Kafka lets nobody delete from a compacted topic: an operator has to take the policy away first.
      const policy = (value: string) => ({
        validateOnly: false,
        resources: [{ type: 2, name: options.topic, configEntries: [{ name: 'cleanup.policy', value }] }],
      });
      await admin.alterConfigs(policy('delete'));
      await admin.deleteTopicRecords({ topic: options.topic, partitions: [{ partition: 0, offset: '5' }] });
    });
    await expect(new Reader(ledger, positionAt(4)).read(1)).rejects.toMatchObject({ code: 'ledger_corrupt' });
    expect((await new Reader(ledger, positionAt(5)).read(5)).map(textOf)).toEqual(['5', '6', '7', '8', '9']);
  });
});
