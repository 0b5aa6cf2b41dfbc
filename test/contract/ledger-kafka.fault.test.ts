import { positionAt } from '@keyledger/domain';
import { openKafkaLedger, type KafkaLedgerOptions } from '@keyledger/ledger-kafka';
import { isFault, type Ledger } from '@keyledger/ports';
import { afterAll, afterEach, expect, test } from 'vitest';
import { describeWithOwnKafka, type KafkaNode, type TestKafka, withAdmin } from '../kit/kafka/index.ts';
import { kafkaOptions } from './ledger-kafka-options.ts';
import { Writers } from './ledger-kafka-writers.ts';
import { entry, readAll, Reader, textOf, within } from './ledger/reading.ts';

const WRITERS = 8;
const RECOVERY_MS = 60_000;

const opened: Ledger[] = [];
async function opening(kafka: TestKafka, changes: Partial<KafkaLedgerOptions> = {}): Promise<Ledger> {
  const ledger = await openKafkaLedger(kafkaOptions(kafka.bootstrap, { requestTimeoutMs: 2_000, ...changes }));
  opened.push(ledger);
  return ledger;
}
afterEach(async () => {
  for (const ledger of opened.splice(0)) await ledger.close();
});

/** Appends under load while something happens to the brokers; then every answer must agree with the log. */
async function underLoad(ledger: Ledger, disturbance: (writers: Writers) => Promise<void>): Promise<Writers> {
  const reader = new Reader(ledger, positionAt(0)); // checks of each batch that nothing is skipped back or repeated
  const writers = new Writers(ledger, WRITERS);
  const reading = (async () => {
    for (;;) if ((await reader.next(RECOVERY_MS)) === null) return;
  })();
  await writers.untilAcknowledged(200);
  await disturbance(writers);
  await within(writers.untilAcknowledged(writers.acknowledged.size + 200), 'recovery', RECOVERY_MS);
  await writers.stop();
  const last = await ledger.append(entry('last'));
  await expect.poll(() => reader.records.at(-1)?.position, { timeout: RECOVERY_MS }).toBe(last);
  await reader.stop();
  await reading;

  const fresh = await readAll(ledger);
  expect(reader.records, 'the follower that lived through it').toEqual(fresh);
  writers.check(fresh.map((record) => [record.position, textOf(record)]));
  return writers;
}

const partitionOf = async (kafka: TestKafka, topic: string) => {
  const { topics } = await withAdmin(kafka.bootstrap, (admin) => admin.fetchTopicMetadata({ topics: [topic] }));
  return topics[0]?.partitions[0];
};

const leaderOf = async (kafka: TestKafka, topic: string): Promise<KafkaNode> => {
  const partition = await partitionOf(kafka, topic);
  const node = kafka.nodes.find(({ id }) => id === partition?.leader);
  if (node === undefined) throw new Error('the topic has no leader');
  return node;
};

await describeWithOwnKafka('a Kafka ledger whose only broker', { brokers: 1 }, (kafka) => {
  const broker = (): KafkaNode => kafka.nodes[0] as KafkaNode;
  afterAll(() => kafka.stop());

  test('is killed and comes back under load loses nothing acknowledged, writes nothing refused, and is followed without a gap', async () => {
    const ledger = await opening(kafka);
    await underLoad(ledger, async (writers) => {
      await broker().kill('SIGKILL');
      await writers.untilIdleFor(300);
      await broker().start();
    });
  });

  test('is stopped and started in order under load is no different', async () => {
    const ledger = await opening(kafka);
    await underLoad(ledger, async () => {
      await broker().stop();
      await broker().start();
    });
  });

  test('hangs: what was sent is outcome_unknown and may land later, what waits behind it was never written', async () => {
    const ledger = await opening(kafka, { appendTimeoutMs: 1_000, requestTimeoutMs: 5_000 });
    await ledger.append(entry('before'));
    await broker().kill('SIGSTOP');
    try {
      const sent = ledger.append(entry('sent'));
      const refusals = [expect(sent).rejects.toMatchObject({ code: 'outcome_unknown' })];
      await new Promise((resolve) => setImmediate(resolve)); // it is on its way: the next one waits for its answer
      const waiting = ledger.append(entry('waiting'));
      refusals.push(expect(waiting).rejects.toMatchObject({ code: 'ledger_unavailable' }));
      await within(Promise.all(refusals), 'answers from a broker that hangs', 4_500);
      await expect(within(ledger.end(), 'end', 15_000)).rejects.toMatchObject({ code: 'ledger_unavailable' });
    } finally {
      await broker().kill('SIGCONT');
    }
    const reader = new Reader(ledger, positionAt(0));
    // The request lay in the broker's socket, so here it does land: long after its caller was answered.
    expect((await reader.read(2)).map(textOf)).toEqual(['before', 'sent']);
    await expect.poll(() => appended(ledger, 'after'), { timeout: RECOVERY_MS }).toBe(true);
    expect((await reader.read(3)).map(textOf)).toEqual(['before', 'sent', 'after']);
    await reader.stop();
  });

  test('is away: appends are ledger_unavailable once their time is over, and the next one after its return succeeds', async () => {
    const ledger = await opening(kafka, { appendTimeoutMs: 500 });
    await broker().kill('SIGKILL');
    await expect(within(ledger.append(entry('away')), 'append', 10_000)).rejects.toMatchObject({
      code: 'ledger_unavailable',
    });
    await broker().start();
    await expect.poll(() => appended(ledger, 'back'), { timeout: RECOVERY_MS }).toBe(true);
    // A try whose time was over while it was on its way may have landed as well.
    expect(new Set((await readAll(ledger)).map(textOf))).toEqual(new Set(['back']));
  });
});

await describeWithOwnKafka('a Kafka ledger on three brokers', { brokers: 3 }, (kafka) => {
  afterAll(() => kafka.stop());

  test('keeps three copies, two of them in sync, and refuses a topic with fewer', async () => {
    const options = kafkaOptions(kafka.bootstrap);
    await opening(kafka, options);
    const { topics } = await withAdmin(kafka.bootstrap, (admin) =>
      admin.fetchTopicMetadata({ topics: [options.topic] }),
    );
    expect(topics[0]?.partitions[0]?.replicas).toHaveLength(3);

    const poor = kafkaOptions(kafka.bootstrap);
    const configEntries = [{ name: 'min.insync.replicas', value: '1' }];
    const created = [{ topic: poor.topic, numPartitions: 1, replicationFactor: 2, configEntries }];
    await withAdmin(kafka.bootstrap, (admin) => admin.createTopics({ topics: created, waitForLeaders: true }));
    const refusal = await openKafkaLedger(poor).catch((error: unknown) => error);
    expect(isFault(refusal, 'ledger_unsafe') && refusal.internal).toMatch(/replication\.factor is 2, at least 3/);
    expect(isFault(refusal) && refusal.internal).toMatch(/min\.insync\.replicas is 1, at least 2/);
  });

  test('goes on with another leader when its leader is killed under load', async () => {
    const options = kafkaOptions(kafka.bootstrap);
    const ledger = await opening(kafka, options);
    const killed = await leaderOf(kafka, options.topic);
    await underLoad(ledger, () => killed.kill('SIGKILL'));
    const next = await leaderOf(kafka, options.topic);
    await killed.start();
    expect(next.id).not.toBe(killed.id);
    // Whatever comes next begins with all three.
    const inSync = async () => (await partitionOf(kafka, options.topic).catch(() => undefined))?.isr.length;
    await expect.poll(inSync, { timeout: RECOVERY_MS }).toBe(kafka.nodes.length);
  });

  test('goes on with another leader when its leader hangs under load, and the hung one comes back harmless', async () => {
    const options = kafkaOptions(kafka.bootstrap);
    const ledger = await opening(kafka, options);
    const hung = await leaderOf(kafka, options.topic);
    await underLoad(ledger, async (writers) => {
      await hung.kill('SIGSTOP');
      await writers.untilAcknowledged(writers.acknowledged.size + 200);
      await hung.kill('SIGCONT');
    });
  });
});

async function appended(ledger: Ledger, text: string): Promise<boolean> {
  return ledger.append(entry(text)).then(
    () => true,
    () => false,
  );
}
