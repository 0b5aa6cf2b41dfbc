import { describe } from 'vitest';
import { freshTopic } from '../../kit/cluster.ts';
import { describeWithKafka } from '../../kit/kafka/index.ts';

type Env = Readonly<Record<string, string>>;

/**
 * The acceptance suite of one of the four systems: on the embedded ledger, and in CI on Kafka as well.
 * `await describeSystem('...', (env) => { test(...) })` at a file's top level; `env()` are the settings of one start.
 */
export async function describeSystem(profile: string, suite: (env: () => Env) => void): Promise<void> {
  describe(`${profile}, on the embedded ledger`, () => suite(() => ({})));
  if (process.env['CI'] === undefined) return;
  await describeWithKafka(`${profile}, on Kafka`, (bootstrap) =>
    suite(() => ({
      KEYLEDGER_LEDGER: `kafka:${bootstrap.join(',')}`,
      KEYLEDGER_TOPIC: freshTopic(),
      KEYLEDGER_USAGE_TOPIC: freshTopic(),
    })),
  );
}
