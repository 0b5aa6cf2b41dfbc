// Plants each bug, and plays seeds until one shows a violation; on each core another bug, so that the seed is its first.
//
//   node deploy/local/run.mjs test/simulation/catch-bugs.ts [NAME…]    exit 0: every one was caught
import { availableParallelism } from 'node:os';
import { BUGS } from './bugs/index.ts';
import type { Task, TaskResult } from './play-all.ts';
import { playOn } from './play-seeds.ts';

/** A bug that this many seeds do not show would not be found by those of a night. */
const AT_MOST = 5_000;

const wanted = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : Object.keys(BUGS);
const started = performance.now();
let missed = 0;

function tell({ bug }: Task, { totals, finding }: TaskResult): void {
  const [first = ''] = finding?.text.split('\n') ?? [];
  const what =
    finding === null ? `not caught in ${String(totals.seeds)} seeds` : `seed ${String(finding.seed)}: ${first}`;
  if (finding === null) missed += 1;
  console.log(`${String(bug).padEnd(24)} ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${what}`);
}

const tasks = names.map((bug): Task => ({ from: 1, to: 1 + AT_MOST, bug })).values();
await playOn(availableParallelism(), () => tasks.next().value ?? null, tell);
process.exitCode = missed === 0 ? 0 : 1;
