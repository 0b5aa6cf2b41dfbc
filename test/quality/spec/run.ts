// Runs the model checker over docs/spec: node deploy/local/run.mjs test/quality/spec/run.ts [--all] [NAME…]
//
// Without names: what takes seconds; `--all`: also what takes minutes. Prints one line for each run.
import { parseArgs } from 'node:util';
import { NoJars } from '../../kit/jars.ts';
import { RUNS, type Run } from './runs.ts';
import { check, tlcJar, type Verdict } from './tlc.ts';

/** Each is one thread of work, and the step has the machine to itself. */
const AT_ONCE = 2;

const { values, positionals } = parseArgs({ options: { all: { type: 'boolean' } }, allowPositionals: true });
const unknown = positionals.filter((name) => !RUNS.some((run) => run.name === name));
if (unknown.length > 0) {
  console.error(`No such run: ${unknown.join(', ')}. There are: ${RUNS.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const isWanted = (run: Run): boolean =>
  positionals.length > 0 ? positionals.includes(run.name) : values.all === true || run.isLong !== true;

await main(RUNS.filter(isWanted));

async function main(wanted: readonly Run[]): Promise<void> {
  let jar;
  try {
    jar = await tlcJar();
  } catch (error) {
    if (!(error instanceof NoJars) || process.env['KEYLEDGER_REQUIRE_KAFKA'] === '1') throw error;
    console.log(`SKIPPED spec: ${error.message}`);
    return;
  }
  const waiting = [...wanted];
  const lane = async (tlc: string): Promise<void> => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) tell(await check(run, tlc));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, () => lane(jar)));
}

function tell({ run, found, trace, distinctStates, seconds, output }: Verdict): void {
  const ok = found === run.expected;
  const states = `${distinctStates.toLocaleString('en')} states${trace === 0 ? '' : `, counterexample of ${String(trace)}`}`;
  console.log(`${ok ? '✓' : '✗'} ${run.name}: ${found} (${states}, ${seconds.toFixed(1)} s)`);
  if (ok) return;
  console.log(`expected: ${run.expected}\n${output}`);
  process.exitCode = 1;
}
