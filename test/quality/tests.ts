import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestTotals } from './reporter.ts';
import { root } from './steps.ts';

const results = join(root, 'test', 'results');

/** What part of their random runs the model tests make in a quick run (test/kit/runs.ts). */
const QUICK_SHARE = '0.1';

/** Runs Vitest on the terminal and sums up. A run that ends without totals, or badly without a failure, is a failure. */
export async function runTests(quick: boolean): Promise<TestTotals> {
  mkdirSync(results, { recursive: true });
  const totalsFile = join(results, 'totals.json');
  rmSync(totalsFile, { force: true });
  const ok = await vitest(
    ['run', '--reporter=default', '--reporter=./test/quality/reporter.ts', ...(quick ? ['--project=quick'] : [])],
    { KEYLEDGER_TEST_TOTALS: totalsFile, ...(quick ? { KEYLEDGER_TEST_SHARE: QUICK_SHARE } : {}) },
  );
  const totals = readTotals(totalsFile);
  return !ok && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

function readTotals(file: string): TestTotals {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestTotals;
  } catch {
    return { passed: 0, failed: 1, skipped: 0, reasons: [] };
  }
}

function vitest(args: readonly string[], extra: Record<string, string>): Promise<boolean> {
  const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...extra },
  });
  // The launcher sends signals to this process alone.
  const stop = (signal: NodeJS.Signals): boolean => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      for (const signal of signals) process.off(signal, stop);
      resolve(code === 0);
    });
  });
}
