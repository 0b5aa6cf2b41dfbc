// Plants each bug in turn, and plays seeds until one shows a violation.
//
//   node deploy/local/run.mjs test/simulation/catch-bugs.ts [NAME…]    exit 0: every one was caught
import { availableParallelism } from 'node:os';
import { BUGS } from './bugs/index.ts';
import { playSeeds } from './play-seeds.ts';

/** A bug that this many seeds do not show would not be found by those of a night. */
const AT_MOST = 5_000;

const wanted = process.argv.slice(2);
let missed = 0;
for (const name of wanted.length > 0 ? wanted : Object.keys(BUGS)) {
  const started = performance.now();
  const { totals, finding } = await playSeeds({ from: 1, to: 1 + AT_MOST, bug: name }, availableParallelism());
  const [first = ''] = finding?.text.split('\n') ?? [];
  const what =
    finding === null ? `not caught in ${String(totals.seeds)} seeds` : `seed ${String(finding.seed)}: ${first}`;
  if (finding === null) missed += 1;
  console.log(`${name.padEnd(24)} ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${what}`);
}
process.exitCode = missed === 0 ? 0 : 1;
