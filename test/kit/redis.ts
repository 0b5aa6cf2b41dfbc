import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { eventually } from './eventually.ts';
import { reservePort } from './kafka/ports.ts';

const PROGRAMS = ['valkey-server', 'redis-server'];

/** A server of its own, in a folder that is removed with it. Nothing is written to disk. */
export interface TestRedis {
  readonly url: string;
  /** At once; what it knew is gone. */
  stop(): Promise<void>;
  /** After {@link stop}: anew, empty, at the same address. */
  start(): Promise<void>;
  /** It answers nothing, and its connections stay open; until {@link resume}. */
  suspend(): void;
  resume(): void;
  close(): Promise<void>;
}

const program = PROGRAMS.find((name) => spawnSync(name, ['--version']).status === 0);

/**
 * A suite that needs Redis or Valkey as an installed program. Without one it says so and is skipped; with
 * `KEYLEDGER_REQUIRE_REDIS=1` it fails.
 */
export function describeWithRedis(name: string, suite: () => void): void {
  if (program !== undefined) return void describe(name, suite);
  const reason = `none of ${PROGRAMS.join(', ')} is installed`;
  if (process.env['KEYLEDGER_REQUIRE_REDIS'] === '1') throw new Error(`${name}: Redis is required: ${reason}`);
  console.warn(`SKIPPED ${name}: ${reason}`);
  describe.skip(name, suite);
}

export async function startRedis(): Promise<TestRedis> {
  if (program === undefined) throw new Error('neither Valkey nor Redis is installed');
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-redis-'));
  const { port, release } = await reservePort();
  let child = await run(program, port, directory);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return {
    url: `redis://127.0.0.1:${String(port)}`,
    stop,
    start: async () => {
      child = await run(program, port, directory);
    },
    suspend: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    close: async () => {
      await stop();
      release();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function run(name: string, port: number, directory: string): Promise<ChildProcess> {
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    directory,
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  const child = spawn(name, options, { stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGKILL'));
  await eventually(() => canConnect(port));
  return child;
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}
