import { join } from 'node:path';
import { mavenJars, NoJars } from '../jars.ts';

/** Why a local broker cannot be run here. */
export class NoKafka extends Error {
  override readonly name = 'NoKafka';
}

/**
 * The folder that holds Apache Kafka's jars.
 * @throws NoKafka where Java or Maven is missing or the download fails
 */
export async function kafkaJars(): Promise<string> {
  try {
    return await mavenJars('kafka', join(import.meta.dirname, 'pom.xml'));
  } catch (error) {
    if (error instanceof NoJars) throw new NoKafka(error.message, { cause: error });
    throw error;
  }
}
