import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** What `npm test` sums up of a Vitest run. */
export interface TestTotals {
  passed: number;
  failed: number;
  skipped: number;
  /** One line for each suite or test that this machine could not run, with the reason. */
  reasons: string[];
}

/** How a suite says that it cannot run here: a line of this shape on its console. */
const SKIPPED_LINE = /^SKIPPED (.+)$/gm;

/** Writes {@link TestTotals} as JSON to the file that `KEYLEDGER_TEST_TOTALS` names. */
export default class TotalsReporter implements Reporter {
  readonly #reasons = new Set<string>();

  onUserConsoleLog(log: { readonly content: string }): void {
    for (const [, reason] of log.content.matchAll(SKIPPED_LINE)) if (reason !== undefined) this.#reasons.add(reason);
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    // An error outside of any test, such as a failed global setup, is a failure as well.
    const totals: TestTotals = { passed: 0, failed: unhandledErrors.length, skipped: 0, reasons: [] };
    for (const module of modules) this.#count(module, totals);
    totals.reasons = [...this.#reasons];
    const file = process.env['KEYLEDGER_TEST_TOTALS'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(totals));
  }

  #count(module: TestModule, totals: TestTotals): void {
    let failed = 0;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') totals.passed += 1;
      else if (result.state === 'skipped') totals.skipped += 1;
      else failed += 1; // also one that never ended
      if (result.state === 'skipped' && result.note !== undefined)
        this.#reasons.add(`${test.fullName}: ${result.note}`);
    }
    // A file that does not load, or a hook that throws, fails without any test that does.
    totals.failed += failed === 0 && !module.ok() ? 1 : failed;
  }
}
