export { openKafkaFollower, openKafkaLedger, type KafkaFollower, type KafkaLedgerOptions } from './open.ts';
export type { KafkaFollowerOptions, KafkaSasl } from './options.ts';
