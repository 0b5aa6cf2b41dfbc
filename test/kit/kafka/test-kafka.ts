import type { KafkaNode } from './node.ts';

/** A Kafka for tests. */
export interface TestKafka {
  readonly bootstrap: string[];
  /** The broker processes, where this run owns them: empty for a broker from outside or in a container. */
  readonly nodes: readonly KafkaNode[];
  stop(): Promise<void>;
}
