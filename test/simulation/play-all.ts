import { describe } from '../history/report.ts';
import { assemblyOf } from './bugs/index.ts';
import { type SeedResult, simulate } from './simulate.ts';
import { type Totals, addSeed, noTotals } from './totals.ts';

/** Seeds to be played: from `from` to below `to`. */
export interface Task {
  readonly from: number;
  readonly to: number;
  readonly bug: string | null;
}

export interface Finding {
  readonly seed: number;
  /** For people. */
  readonly text: string;
}

/** Of one task. A seed with a finding is the last one that was played. */
export interface TaskResult {
  readonly totals: Totals;
  readonly finding: Finding | null;
}

/** Plays them until one shows a violation. */
export async function playAll({ from, to, bug }: Task): Promise<TaskResult> {
  const totals = noTotals();
  for (let seed = from; seed < to; seed++) {
    const result = await simulate(seed, assemblyOf(bug));
    addSeed(totals, result);
    const text = bug === null ? findingOf(result) : violationOf(result);
    if (text !== null) return { totals, finding: { seed, text } };
  }
  return { totals, finding: null };
}

/** The code as it is must not even come to a halt. Of a planted bug only what the history shows counts. */
const findingOf = (result: SeedResult): string | null => violationOf(result) ?? result.broken;

function violationOf({ violations, records }: SeedResult): string | null {
  const [first, ...others] = violations;
  if (first === undefined) return null;
  const more = others.map(({ rule, text }) => `also: ${rule}: ${text}`);
  return [describe(first, records), ...more.slice(0, 5)].join('\n');
}
