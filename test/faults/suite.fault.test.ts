import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { runFaults } from './suite.ts';
import { summaryOf } from './summary.ts';
import { skipLoudly } from '../kit/kafka/index.ts';
import { whyNoBrokers } from './system/describe.ts';

const MINUTES = 2;
const AT_MOST_MS = 360_000;
/** In proportion to what ten minutes must have (issue B). */
const LEAST_FAULTS = 12;
const LEAST_VERIFIES = 40_000;

const tests = (): void => {
  it(
    'keeps every promise, and works again by itself after each',
    async () => {
      const seed = Number(process.env['KEYLEDGER_TEST_SEED'] ?? randomInt(2 ** 31));
      const run = await runFaults({ seed, minutes: MINUTES, say: (line) => console.log(line) });
      console.log(`seed ${String(seed)}\n${summaryOf(run)}`);
      expect(run.violations).toEqual([]);
      expect([...run.faults.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(LEAST_FAULTS);
      expect(run.verifies).toBeGreaterThanOrEqual(LEAST_VERIFIES);
    },
    AT_MOST_MS,
  );
};

const name = 'a whole system, for two minutes, under faults of every kind';
const missing = await whyNoBrokers();
if (missing === null) describe(name, tests);
else skipLoudly(name, missing, tests);
