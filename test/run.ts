// npm test: everything that this machine can run, and what it could not run and why.
//
//   node deploy/local/run.mjs test/run.ts [--quick] [step…]
//
// Without steps: all of them, then the tests. `--quick`: only the tests that need nothing but a processor.
import { parseArgs } from 'node:util';
import { runStep, steps } from './quality/steps.ts';
import { runTests } from './quality/tests.ts';

const { values, positionals } = parseArgs({ options: { quick: { type: 'boolean' } }, allowPositionals: true });
const known = [...steps.map((step) => step.name), 'tests'];
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(2);
}
const quick = values.quick === true;
const wanted = positionals.length > 0 ? positionals : quick ? ['tests'] : known;

const failures: string[] = [];
let passed = 0;
let failed = 0;
for (const step of steps.filter(({ name }) => wanted.includes(name))) {
  console.log(`▶ ${step.name}: ${step.commands.map((command) => command.join(' ')).join(' && ')}`);
  const started = performance.now();
  const { ok, output } = await runStep(step);
  if (!ok) console.log(output);
  console.log(`${ok ? '✓' : '✗'} ${step.name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (ok) passed += 1;
  else failed += 1;
  if (!ok) failures.push(step.name);
}

let skipped = 0;
let reasons: readonly string[] = [];
if (wanted.includes('tests')) {
  console.log(`▶ tests: vitest run${quick ? ' --project quick' : ''}`);
  const totals = await runTests(quick);
  passed += totals.passed;
  failed += totals.failed;
  ({ skipped, reasons } = totals);
  if (totals.failed > 0) failures.push(`${String(totals.failed)} of the tests (listed above)`);
}

console.log('');
for (const reason of reasons) console.log(`not run: ${reason}`);
if (failures.length > 0) console.log(`failed: ${failures.join(', ')}`);
const counts = [`${String(passed)} passed`, `${String(failed)} failed`];
if (skipped > 0) counts.push(`${String(skipped)} skipped`);
console.log(counts.join(', '));
process.exitCode = failed > 0 ? 1 : 0;
