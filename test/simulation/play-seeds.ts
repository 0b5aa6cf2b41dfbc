import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Totals, add, noTotals } from './totals.ts';
import { type Finding, type Task, type TaskResult, playAll } from './play-all.ts';

/** Few enough that no core waits long for the other at the end. */
const AT_ONCE = 50;
/** Most of what a seed makes is forgotten with it. */
const MEMORY = ['--max-semi-space-size=64'];
const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

export interface Played {
  readonly totals: Totals;
  /** The first violation that was met; null: none. */
  readonly finding: Finding | null;
}

/** Plays all seeds of a task, or until one shows a violation, on so many cores. */
export async function playSeeds(task: Task, cores: number): Promise<Played> {
  if (task.to - task.from <= AT_ONCE) return playAll(task);
  const totals = noTotals();
  const findings: Finding[] = [];
  let from = task.from;
  const next = (): Task | null => {
    if (from >= task.to || findings.length > 0) return null;
    const part = { ...task, from, to: Math.min(from + AT_ONCE, task.to) };
    from = part.to;
    return part;
  };
  await playOn(cores, next, (_, result) => {
    add(totals, result.totals);
    if (result.finding !== null) findings.push(result.finding);
  });
  const [finding = null] = findings.sort((one, other) => one.seed - other.seed);
  return { totals, finding };
}

/** Lets so many processes play one task after another, until there is no next one. */
export async function playOn(
  cores: number,
  next: () => Task | null,
  played: (task: Task, result: TaskResult) => void,
): Promise<void> {
  const work = async (child: ChildProcess): Promise<void> => {
    for (let task = next(); task !== null; task = next()) played(task, await ask(child, task));
  };
  const children = Array.from({ length: cores }, () => fork(WORKER, { execArgv: MEMORY }));
  try {
    await Promise.all(children.map(work));
  } finally {
    for (const child of children) child.kill();
  }
}

function ask(child: ChildProcess, task: Task): Promise<TaskResult> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a worker ended with ${String(code)}`));
    child.once('exit', ended);
    child.once('message', (result: TaskResult) => {
      child.off('exit', ended);
      resolve(result);
    });
    child.send(task);
  });
}
