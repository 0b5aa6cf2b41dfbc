import { openKafkaLedger } from '@keyledger/ledger-kafka';
import { kafkaOptions, removeTopics } from './ledger-kafka-options.ts';

/** A process with an idle ledger and follower: prints which part of a core it used, and ends. */

const SETTLE_MS = 1_500;
const MEASURE_MS = 4_000;

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const [, , list = ''] = process.argv;
const brokers = list.split(',');
const ledger = await openKafkaLedger(kafkaOptions(brokers));
const stop = new AbortController();
let read = 0;
const reading = Promise.withResolvers<void>();
const following = (async () => {
  for await (const batch of ledger.follow('end', stop.signal)) {
    // The first one says where the end was; what is appended before it is not read.
    reading.resolve();
    read += batch.records.length;
  }
})();
await reading.promise;
for (let index = 0; index < 3; index += 1) await ledger.append({ key: Buffer.of(index), value: Buffer.of(index) });
await ledger.end();
await later(SETTLE_MS);

const [began, before] = [performance.now(), process.cpuUsage()];
await later(MEASURE_MS);
const { user, system } = process.cpuUsage(before);
const core = (user + system) / 1_000 / (performance.now() - began);

stop.abort();
await following;
await ledger.close();
await removeTopics(brokers);
console.log(JSON.stringify({ core, read }));
