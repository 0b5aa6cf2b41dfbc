import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const repository = new URL('../../', import.meta.url);

/** What a service says once all its ports are open. */
export type Addresses = Readonly<Record<string, string>>;

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A service of this repository as a process of its own. */
export interface ServiceProcess {
  readonly name: string;
  readonly pid: number;
  readonly addresses: Addresses;
  readonly ended: Promise<Exit>;
  /** Ends it gracefully; by force after the deadline. */
  stop(deadlineMs?: number): Promise<Exit>;
  kill(signal: NodeJS.Signals): void;
}

export interface SpawnOptions {
  /** Gets every line of the process's output. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  readonly readyWithinMs?: number;
  /** Stops the service while it is not ready yet; afterwards that is the caller's. */
  readonly signal?: AbortSignal;
  readonly args?: readonly string[];
}

/** The process could not be started, was stopped, or ended before it was ready; it no longer runs. */
export class ServiceNotReady extends Error {
  override readonly name = 'ServiceNotReady';
  readonly exit: Exit | null;
  readonly output: readonly string[];

  constructor(service: string, exit: Exit | null, output: readonly string[], options?: ErrorOptions) {
    const ended = exit === null ? 'too slow' : `ended with ${String(exit.code ?? exit.signal)}`;
    const why = options === undefined ? ended : String(options.cause);
    super([`${service} is not ready: ${why}`, ...output].join('\n'), options);
    this.exit = exit;
    this.output = output;
  }
}

const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 15_000;
const LAST_LINES = 50;
const UNWANTED = 'not wanted any more';

/**
 * Starts a service and waits until it is ready. It ends by itself when this process ends.
 * @throws ServiceNotReady
 */
export async function spawnService(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  options: SpawnOptions = {},
): Promise<ServiceProcess> {
  if (options.signal?.aborted === true) throw new ServiceNotReady(name, null, [], { cause: UNWANTED });
  const child = start(name, env, options.args ?? []);
  const ended = new Promise<Exit>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  const output = collectOutput(child, options.onLine);
  const addresses = await ready(name, child, ended, output, options);
  return {
    name,
    pid: child.pid ?? 0,
    addresses,
    ended,
    kill: (signal) => void child.kill(signal),
    stop: (deadlineMs = STOP_WITHIN_MS) => stop(child, ended, deadlineMs),
  };
}

function start(name: string, env: Readonly<Record<string, string | undefined>>, args: readonly string[]): ChildProcess {
  const main = fileURLToPath(new URL(`services/${name}/src/main.ts`, repository));
  try {
    return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
      // Under `node --watch` this would make the child send the names of its modules over our channel.
      env: { ...env, WATCH_REPORT_DEPENDENCIES: undefined },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Of its own group, so that Ctrl-C reaches only the one that stops all in order.
      detached: true,
    });
  } catch (cause) {
    throw new ServiceNotReady(name, null, [], { cause });
  }
}

function collectOutput(child: ChildProcess, onLine: SpawnOptions['onLine']): string[] {
  const lines: string[] = [];
  for (const stream of ['stdout', 'stderr'] as const) {
    // Neither is there where the system could not start the process.
    const input: Readable | null | undefined = child[stream];
    if (!input) continue;
    createInterface({ input }).on('line', (line) => {
      lines.push(line);
      if (lines.length > LAST_LINES) lines.shift();
      onLine?.(line, stream);
    });
  }
  return lines;
}

async function ready(
  name: string,
  child: ChildProcess,
  ended: Promise<Exit>,
  output: readonly string[],
  { readyWithinMs = READY_WITHIN_MS, signal }: SpawnOptions,
): Promise<Addresses> {
  const said = new Promise<Addresses>((resolve) => child.once('message', (message) => resolve(message as Addresses)));
  const { promise: over, resolve: giveUp } = Promise.withResolvers<'late' | 'unwanted' | Error>();
  // Stays: what goes wrong later, with a signal for example, must not end this process.
  child.on('error', giveUp);
  const unwanted = (): void => giveUp('unwanted');
  const timer = setTimeout(() => giveUp('late'), readyWithinMs);
  signal?.addEventListener('abort', unwanted);
  const first = await Promise.race([said, ended.then((exit) => ({ exit })), over]);
  clearTimeout(timer);
  signal?.removeEventListener('abort', unwanted);
  if (first === 'unwanted') {
    throw new ServiceNotReady(name, await stop(child, ended, STOP_WITHIN_MS), output, { cause: UNWANTED });
  }
  if (first instanceof Error) {
    child.kill('SIGKILL');
    throw new ServiceNotReady(name, null, output, { cause: first });
  }
  if (first === 'late') {
    await stop(child, ended, 0);
    throw new ServiceNotReady(name, null, output);
  }
  if ('exit' in first && typeof first.exit === 'object') throw new ServiceNotReady(name, first.exit, output);
  return first as Addresses;
}

async function stop(child: ChildProcess, ended: Promise<Exit>, deadlineMs: number): Promise<Exit> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
  const exit = await ended;
  clearTimeout(timer);
  return exit;
}
