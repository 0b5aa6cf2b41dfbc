import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Exit } from '@keyledger/local';
import type { ReadyFile } from '../../deploy/local/pair.ts';
import { eventually } from './eventually.ts';
import { SURROUNDINGS } from './surroundings.ts';

const script = fileURLToPath(new URL('../../deploy/local/start.ts', import.meta.url));
const START_WITHIN_MS = 60_000;

const ANY_PORTS = Object.fromEntries(
  ['AUTHORITY_HTTP', 'AUTHORITY_GRPC', 'AUTHORITY_OPS', 'API_NODE_HTTP', 'API_NODE_OPS', 'UPSTREAM'].map((name) => [
    `KEYLEDGER_${name}_PORT`,
    '0',
  ]),
);

/** `npm start` without npm: the script itself, on ports that the system chooses. */
export class Launcher {
  readonly ended: Promise<Exit>;
  readonly dataDir: string;
  readonly #child: ChildProcess;
  /** All that it wrote. */
  output = '';

  /** @param cwd what its printed lines are meant to be used in */
  constructor(cwd: string, env: Readonly<Record<string, string>> = {}) {
    this.dataDir = join(cwd, '.keyledger');
    this.#child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
      cwd,
      env: { ...SURROUNDINGS, ...ANY_PORTS, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.ended = new Promise((resolve) => this.#child.once('close', (code, signal) => resolve({ code, signal })));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Once it has said what to do next. */
  async ready(): Promise<ReadyFile> {
    const isReady = (): boolean => this.output.includes('Ctrl-C stops everything');
    await eventually(
      () => isReady() || this.#child.exitCode !== null || this.#child.signalCode !== null,
      START_WITHIN_MS,
    );
    if (!isReady()) {
      await this.ended;
      throw new Error(`ended before it was ready:\n${this.output}`);
    }
    return JSON.parse(await readFile(join(this.dataDir, 'ready.json'), 'utf8')) as ReadyFile;
  }

  /** Ctrl-C. */
  async stop(): Promise<Exit> {
    this.kill('SIGINT');
    return this.ended;
  }

  /** The processes that it has started and that run now, from /proc. */
  children(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^[0-9]+$/.test(name))
      .map(Number)
      .filter((pid) => parentOf(pid) === this.pid);
  }
}

/** Null where there is no such process. */
function parentOf(pid: number): number | null {
  try {
    // The name, in parentheses, may hold anything.
    const [, parent] = /^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${String(pid)}/stat`, 'utf8')) ?? [];
    return Number(parent);
  } catch {
    return null;
  }
}

export function isRunning(pid: number): boolean {
  try {
    return !/^.*\) Z/s.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
