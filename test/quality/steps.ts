import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A check of the sources that is no test: it passes or fails as a whole. */
export interface Step {
  readonly name: string;
  /** Each part is a program of node_modules/.bin, or a file of ours, with its arguments. All must succeed. */
  readonly commands: readonly (readonly [program: string, ...args: string[]])[];
}

export const steps: readonly Step[] = [
  { name: 'typecheck', commands: [['tsc', '-p', '.']] },
  { name: 'lint', commands: [['oxlint', '--type-aware', '--deny-warnings', '.']] },
  { name: 'format', commands: [['prettier', '--check', '--log-level=warn', '.']] },
  {
    name: 'proto',
    commands: [
      ['buf', 'lint'],
      ['buf', 'format', '--diff', '--exit-code'],
    ],
  },
  { name: 'breaking', commands: [['buf', 'breaking', '--against', 'proto/baseline.binpb']] },
  { name: 'generated', commands: [['node', 'test/quality/generated.ts']] },
  { name: 'spec', commands: [['node', 'test/quality/spec/run.ts']] },
  {
    name: 'simulate',
    commands: [
      ['node', 'test/simulation/run.ts', '--seeds', process.env['CI'] === undefined ? '2000' : '20000'],
      ['node', 'test/simulation/catch-bugs.ts'],
    ],
  },
  { name: 'unused', commands: [['knip', '--no-progress', '--no-config-hints']] },
];

export interface StepResult {
  readonly ok: boolean;
  /** Why this machine could not run it; empty: it was run. */
  readonly skipped: string;
  readonly output: string;
}

/** Runs the step's commands until one fails or says that it cannot run here: by a line `SKIPPED <what>: <why>`. */
export async function runStep(step: Step): Promise<StepResult> {
  for (const command of step.commands) {
    const result = await runCommand(command);
    if (!result.ok || result.skipped !== '') return result;
  }
  return { ok: true, skipped: '', output: '' };
}

const bin = join(root, 'node_modules', '.bin');

function runCommand([program, ...args]: readonly [string, ...string[]]): Promise<StepResult> {
  // The tools' launchers look for `node` on the path: it must be this one, not the machine's.
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` };
  return new Promise((resolve) => {
    execFile(join(bin, program), args, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const why = error !== null && typeof error.code !== 'number' ? `${error.message}\n` : '';
      const skipped = /^SKIPPED (.+)$/m.exec(stdout)?.[1] ?? '';
      resolve({ ok: error === null, skipped, output: `${stdout}${stderr}${why}` });
    });
  });
}
