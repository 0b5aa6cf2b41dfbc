import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { describeWithSchemathesis } from '../kit/schemathesis.ts';
import { RunningSystem } from './kit/running-system.ts';

/** Of one round, which repeats itself with other values until they are over. */
const SECONDS = 10;
const REQUESTS_EACH = 20;
const TEST_WITHIN_MS = 180_000;
/** Without a tier that has room, or a pace that the tier allows, most answers would be 429. */
const SYSTEMS = [
  { name: 'charthero', fields: {} },
  { name: 'chrt-tracking', fields: {} },
  { name: 'chrt-charts', fields: { tier: 'enterprise' } },
  { name: 'chronicle', fields: {}, rate: '9/s' },
] as const;

const DOCUMENT = '/openapi.json';

interface Operation {
  readonly 'x-required-scopes': readonly string[];
}

async function operationsOf(system: RunningSystem): Promise<Operation[]> {
  const { paths } = (await system.ask(DOCUMENT)).body as { paths: Record<string, Record<string, Operation>> };
  return Object.values(paths).flatMap((path) => Object.values(path));
}

const seed = Number(process.env['KEYLEDGER_TEST_SEED'] ?? randomInt(2 ** 31));

await describeWithSchemathesis('requests made from the description of', (fuzz) => {
  test.each(SYSTEMS)(
    '$name end without a fault of the server, and every answer is as described',
    async ({ name, fields, ...limits }) => {
      console.log(`fuzzing ${name}: KEYLEDGER_TEST_SEED=${String(seed)}`);
      const system = await RunningSystem.start(name);
      try {
        const operations = await operationsOf(system);
        const scopes = [...new Set(operations.flatMap((operation) => operation['x-required-scopes']))];
        const { secret: key } = await system.admin.key(system.organization('acme'), { scopes, ...fields });
        const url = `${system.ready.api_node['http'] ?? ''}${DOCUMENT}`;
        const made = { requests: 0, operations: 0 };
        // A busy machine takes more rounds, not fewer requests.
        for (let round = 0; made.requests < REQUESTS_EACH * operations.length; round += 1) {
          const fuzzed = await fuzz({ url, key, seed: seed + round, seconds: SECONDS, ...limits });
          expect(fuzzed.ok, fuzzed.output).toBe(true);
          made.requests += fuzzed.requests;
          made.operations = Math.max(made.operations, fuzzed.operations);
        }
        console.log(`fuzzed ${name}: ${JSON.stringify(made)}`);
        expect(made.operations).toBe(operations.length);
      } finally {
        await system.stop();
      }
    },
    TEST_WITHIN_MS,
  );
});
