import { existsSync } from 'node:fs';
import { waitUntilReady } from './admin.ts';
import type { TestKafka } from './test-kafka.ts';

const IMAGE = 'confluentinc/cp-kafka:8.1.0';
const KAFKA_PORT = 9093;

/** Whether it is worth asking for a Docker engine at all. */
export function dockerMayAnswer(): boolean {
  return process.env['DOCKER_HOST'] !== undefined || existsSync('/var/run/docker.sock');
}

/** One broker in a container, without process control. */
export async function startDockerKafka(): Promise<TestKafka> {
  const { KafkaContainer } = await import('@testcontainers/kafka');
  const container = await new KafkaContainer(IMAGE).withKraft().start();
  const bootstrap = [`${container.getHost()}:${String(container.getMappedPort(KAFKA_PORT))}`];
  const stop = async (): Promise<void> => {
    await container.stop();
  };
  try {
    await waitUntilReady(bootstrap, 1);
  } catch (error) {
    await stop();
    throw error;
  }
  return { bootstrap, nodes: [], stop };
}
