import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SURROUNDINGS } from './surroundings.ts';

const DEADLINE_MS = 60_000;

/** How a process that was run to its end went. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const repository = new URL('../../', import.meta.url);

/** Runs a service that is expected to end by itself; one that does not is ended, with the code null. */
export async function runService(
  name: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Ran> {
  const main = fileURLToPath(new URL(`services/${name}/src/main.ts`, repository));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    env: { ...SURROUNDINGS, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DEADLINE_MS,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (output[stream] += text));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}
