import { defineConfig } from 'vitest/config';

/** A test file's suffix says what it needs (CONTRIBUTING.md). */
const named = (...suffixes: string[]): string[] =>
  suffixes.map((suffix) => `{proto,libs,services,deploy,test}/**/*.${suffix}.test.ts`);

const CORES = 2;

/**
 * How long a condition is waited for, unless a test says so: no guarantee is told by it, so that a busy machine has ample
 * time. The default is a second, which a machine that does something else can miss.
 */
const PATIENCE = { poll: { timeout: 30_000, interval: 10 } };

export default defineConfig({
  test: {
    allowOnly: false,
    // Before all projects, so that they share one broker; it starts when the first suite asks.
    globalSetup: ['test/kit/kafka/global-setup.ts'],
    teardownTimeout: 30_000,
    projects: [
      {
        test: {
          name: 'quick',
          include: named('unit', 'model'),
          pool: 'forks',
          execArgv: ['--disable-warning=ExperimentalWarning'],
          // What needs nothing has nothing to leak into the next file, and modules are loaded once.
          isolate: false,
          // One more, as some tests wait for half a second or a lock, and their core would wait with them.
          maxWorkers: CORES + 1,
          // For what hangs: the slowest model tests take seconds each, and on a busy machine many times as long.
          testTimeout: 120_000,
          hookTimeout: 60_000,
          expect: PATIENCE,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: named('int'),
          pool: 'forks',
          execArgv: ['--disable-warning=ExperimentalWarning'],
          maxWorkers: CORES,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          expect: PATIENCE,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          // Whole systems of several processes, which spend half of their time waiting for each other.
          name: 'system',
          include: named('e2e', 'browser'),
          pool: 'forks',
          execArgv: ['--disable-warning=ExperimentalWarning'],
          maxWorkers: CORES,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: PATIENCE,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          // One at a time: they measure how long something takes, or are about what happens when time runs out.
          name: 'alone',
          include: named('alone', 'fault'),
          pool: 'forks',
          execArgv: ['--disable-warning=ExperimentalWarning'],
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: PATIENCE,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
