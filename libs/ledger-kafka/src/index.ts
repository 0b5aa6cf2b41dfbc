/** For whoever uses kafkajs beside this package, as the tests' kit does. */
export { stopIdleTimer } from './kafkajs-idle-timer.ts';
export { openKafkaFollower, openKafkaLedger, type KafkaFollower } from './open.ts';
export type { KafkaFollowerOptions, KafkaLedgerOptions, KafkaSasl } from './options.ts';
