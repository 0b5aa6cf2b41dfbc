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
const reasons: string[] = [];
let passed = 0;
let failed = 0;
let skipped = 0;
for (const step of steps.filter(({ name }) => wanted.includes(name))) {
  console.log(`▶ ${step.name}: ${step.commands.map((command) => command.join(' ')).join(' && ')}`);
  const started = performance.now();
  const result = await runStep(step);
  if (!result.ok) console.log(result.output);
  const mark = !result.ok ? '✗' : result.skipped === '' ? '✓' : '↓';
  console.log(`${mark} ${step.name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (!result.ok) {
    failed += 1;
    failures.push(step.name);
  } else if (result.skipped === '') {
    passed += 1;
  } else {
    skipped += 1;
    reasons.push(result.skipped);
  }
}

if (wanted.includes('tests')) {
  console.log(`▶ tests: vitest run${quick ? ' --project quick' : ''}`);
  const totals = await runTests(quick);
  passed += totals.passed;
  failed += totals.failed;
  skipped += totals.skipped;
  reasons.push(...totals.reasons);
  if (totals.failed > 0) failures.push(`${String(totals.failed)} of the tests (listed above)`);
}

console.log('');
for (const reason of reasons) console.log(`not run: ${reason}`);
if (failures.length > 0) console.log(`failed: ${failures.join(', ')}`);
const counts = [`${String(passed)} passed`, `${String(failed)} failed`];
if (skipped > 0) counts.push(`${String(skipped)} skipped`);
console.log(counts.join(', '));
process.exitCode = failed > 0 ? 1 : 0;
