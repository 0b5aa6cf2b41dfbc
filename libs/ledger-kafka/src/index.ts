/** For whoever uses kafkajs beside this package, as the tests' kit does. */
export { stopIdleTimer } from './kafkajs-idle-timer.ts';
export { openKafkaFollower, openKafkaLedger, type KafkaFollower, type KafkaLedgerOptions } from './open.ts';
export type { KafkaFollowerOptions, KafkaSasl } from './options.ts';
