/** For whoever uses kafkajs beside this package, as the tests' kit does. */
export { stopIdleTimer } from './kafkajs-idle-timer.ts';
export { openKafkaFollower, openKafkaLedger, type KafkaFollower } from './open.ts';
export { KafkaUsageSink } from './usage/usage-sink.ts';
export { type UsageTopic, openUsageTopic } from './usage/usage-topic.ts';
export type { UsageReader, UsageRecord } from './usage/usage-reader.ts';
export type { KafkaFollowerOptions, KafkaLedgerOptions, KafkaSasl } from './options.ts';
