import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Totals, add, noTotals } from './totals.ts';
import { type Finding, type Task, type TaskResult, playAll } from './play-all.ts';

/** Few enough that no core waits long for the other at the end. */
const AT_ONCE = 50;
/** A worker is replaced after so many of these: what seeds leave behind in it must not add up. */
const TASKS_OF_WORKER = 20;
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
  let next = task.from;
  const worker = async (): Promise<void> => {
    const child = fork(WORKER, { execArgv: MEMORY });
    try {
      for (let tasks = 0; tasks < TASKS_OF_WORKER && next < task.to && findings.length === 0; tasks += 1) {
        const part = { ...task, from: next, to: Math.min(next + AT_ONCE, task.to) };
        next = part.to;
        const result = await ask(child, part);
        add(totals, result.totals);
        if (result.finding !== null) findings.push(result.finding);
      }
    } finally {
      child.kill();
    }
  };
  const core = async (): Promise<void> => {
    while (next < task.to && findings.length === 0) await worker();
  };
  await Promise.all(Array.from({ length: cores }, core));
  const [finding = null] = findings.sort((one, other) => one.seed - other.seed);
  return { totals, finding };
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
