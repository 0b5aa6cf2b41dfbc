import { afterAll, beforeAll, describe } from 'vitest';
import { kafkaJars } from '../../kit/kafka/jars.ts';
import { skipLoudly } from '../../kit/kafka/index.ts';
import { System, type SystemOptions } from './system.ts';

const START_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 60_000;

/** Whether this machine can run brokers of our own, and if not, why. */
export async function whyNoBrokers(): Promise<string | null> {
  if (process.platform !== 'linux') return 'only Linux has more than one loopback address from the start';
  return kafkaJars().then(
    () => null,
    (error: unknown) => String(error),
  );
}

/** A suite on a system of its own, whose processes and network it may trouble. Skipped loudly where there is no Kafka. */
export async function describeWithSystem(
  name: string,
  options: SystemOptions,
  suite: (system: () => System) => void,
): Promise<void> {
  let system: System | undefined;
  const tests = (): void => {
    suite(() => {
      if (system === undefined) throw new Error('it has not been started');
      return system;
    });
  };
  const missing = await whyNoBrokers();
  if (missing !== null) return skipLoudly(name, missing, tests);
  describe(name, () => {
    beforeAll(async () => {
      system = await System.start(options);
    }, START_WITHIN_MS);
    afterAll(async () => {
      await system?.[Symbol.asyncDispose]();
    }, STOP_WITHIN_MS);
    tests();
  });
}
