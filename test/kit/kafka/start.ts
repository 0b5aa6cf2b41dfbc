import { dockerMayAnswer, startDockerKafka } from './docker.ts';
import { NoKafka } from './jars.ts';
import { startLocalKafka } from './local.ts';
import type { TestKafka } from './test-kafka.ts';

export interface StartOptions {
  readonly brokers: 1 | 3;
  /** The test kills, stops and restarts brokers, so they must be processes of its own. Implied by three brokers. */
  readonly control?: boolean;
}

/**
 * Starts, or finds, a Kafka: `KAFKA_BROKERS` from the environment, else a container where a Docker engine answers, else
 * Apache Kafka's own jars in a local JVM.
 * @throws NoKafka, with the reasons, where there is no way
 */
export async function startKafka(options: StartOptions): Promise<TestKafka> {
  const control = options.control === true || options.brokers === 3;
  const reasons: string[] = [];
  if (!control) {
    const given = process.env['KAFKA_BROKERS'];
    if (given !== undefined && given !== '') return external(given);
    const contained = await tryDocker(reasons);
    if (contained !== undefined) return contained;
  }
  try {
    return await startLocalKafka(options.brokers);
  } catch (error) {
    if (!(error instanceof NoKafka)) throw error;
    throw new NoKafka([...reasons, error.message].join('; '), { cause: error });
  }
}

function external(brokers: string): TestKafka {
  return { bootstrap: brokers.split(',').map((each) => each.trim()), nodes: [], stop: () => Promise.resolve() };
}

async function tryDocker(reasons: string[]): Promise<TestKafka | undefined> {
  if (!dockerMayAnswer()) {
    reasons.push('KAFKA_BROKERS is not set', 'no Docker engine was found');
    return undefined;
  }
  try {
    return await startDockerKafka();
  } catch (error) {
    reasons.push('KAFKA_BROKERS is not set', `Docker: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
