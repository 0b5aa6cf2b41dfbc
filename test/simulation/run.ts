// npm run simulate -- --seeds N [--seed S] [--bug NAME] [--list-bugs]
//
// Plays N seeds from S on, on all cores. Exit 0: no violation; 1: one, printed with the command that plays it again.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { BUGS } from './bugs/index.ts';
import { playSeeds } from './play-seeds.ts';
import { table } from './totals.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    bug: { type: 'string' },
    'list-bugs': { type: 'boolean', default: false },
  },
});

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  return usage(`--${name} needs a whole number`);
}

function usage(problem: string): never {
  console.error(`${problem}\nnpm run simulate -- --seeds N [--seed S] [--bug NAME] [--list-bugs]`);
  process.exit(2);
}

if (values['list-bugs']) {
  for (const [name, { what }] of Object.entries(BUGS)) console.log(`${name.padEnd(24)} ${what}`);
} else {
  const seeds = wholeNumber('seeds', values.seeds);
  const from = wholeNumber('seed', values.seed);
  const bug = values.bug ?? null;
  if (bug !== null && BUGS[bug] === undefined) usage(`there is no bug ${bug}; --list-bugs names all`);
  const started = performance.now();
  const { totals, finding } = await playSeeds({ from, to: from + seeds, bug }, availableParallelism());
  console.log(table(totals));
  console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);
  if (finding !== null) {
    const again = `npm run simulate -- --seeds 1 --seed ${String(finding.seed)}${bug === null ? '' : ` --bug ${bug}`}`;
    console.log(`\nviolation in seed ${String(finding.seed)}; again: ${again}\n\n${finding.text}`);
  }
  process.exitCode = finding === null ? 0 : 1;
}
