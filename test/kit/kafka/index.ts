import { describe, inject, type SuiteFactory } from 'vitest';
import type { SharedKafka } from './gateway.ts';
import { startKafka, type StartOptions } from './start.ts';
import type { TestKafka } from './test-kafka.ts';

export { withAdmin } from './admin.ts';
export type { KafkaNode } from './node.ts';
export type { StartOptions } from './start.ts';
export type { TestKafka } from './test-kafka.ts';

let own: Promise<SharedKafka> | undefined;

/** The run's shared one-broker Kafka, or why there is none. Topics are the caller's to name apart. */
export async function sharedKafka(): Promise<SharedKafka> {
  const gateway = inject('kafkaGateway') as string | undefined;
  if (gateway === undefined) return (own ??= startOwn()); // without the global setup: one for this file
  const response = await fetch(gateway);
  return (await response.json()) as SharedKafka;
}

/** Ended by the kit's exit handler. */
async function startOwn(): Promise<SharedKafka> {
  try {
    return { bootstrap: (await startKafka({ brokers: 1 })).bootstrap };
  } catch (error) {
    return { absent: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * A suite on the shared broker: `await describeWithKafka('...', (bootstrap) => { test(...) })` at a file's top level.
 * Without Kafka it says so and is skipped; with `KEYLEDGER_REQUIRE_KAFKA=1` it fails.
 */
export async function describeWithKafka(name: string, suite: (bootstrap: string[]) => void): Promise<void> {
  const kafka = await sharedKafka();
  if ('bootstrap' in kafka) describe(name, () => suite(kafka.bootstrap));
  else skipLoudly(name, kafka.absent, () => suite([]));
}

/**
 * A suite on brokers of its own, which it may kill. They start before the suite's tests are collected and stop when the
 * caller says: `afterAll(() => kafka.stop())` inside.
 */
export async function describeWithOwnKafka(
  name: string,
  options: StartOptions,
  suite: (kafka: TestKafka) => void,
): Promise<void> {
  let kafka: TestKafka;
  try {
    kafka = await startKafka({ ...options, control: true });
  } catch (error) {
    const absent: TestKafka = { bootstrap: [], nodes: [], stop: () => Promise.resolve() };
    skipLoudly(name, error instanceof Error ? error.message : String(error), () => suite(absent));
    return;
  }
  describe(name, () => suite(kafka));
}

/** A suite that cannot run here; with `KEYLEDGER_REQUIRE_KAFKA=1` that is a failure. */
export function skipLoudly(name: string, reason: string, suite: SuiteFactory): void {
  if (process.env['KEYLEDGER_REQUIRE_KAFKA'] === '1') throw new Error(`${name}: Kafka is required: ${reason}`);
  console.warn(`SKIPPED ${name}: no Kafka: ${reason}`);
  describe.skip(name, suite);
}
