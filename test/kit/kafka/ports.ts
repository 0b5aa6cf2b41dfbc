import { mkdirSync, openSync, closeSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Below every system's ephemeral range: a client that keeps dialling a stopped broker's port on the loopback may be
 * given that very port as its source, be connected to itself, and keep the broker from ever coming back.
 */
const FIRST = 15_000;
const COUNT = 15_000;

const folder = join(tmpdir(), 'keyledger-ports');

/** A port that stays this process's until {@link release}, whether something listens on it or not. */
export interface ReservedPort {
  readonly port: number;
  release(): void;
}

/** Reserves a free port of 127.0.0.1, also against other test runs on this machine. */
export async function reservePort(): Promise<ReservedPort> {
  mkdirSync(folder, { recursive: true });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    const lock = join(folder, String(port));
    if (!claim(lock)) continue;
    const release = (): void => rmSync(lock, { force: true });
    if (await bindable(port)) return { port, release };
    release();
  }
  throw new Error('no free port was found');
}

/** Creates the lock file; takes over one whose process is gone. */
function claim(lock: string): boolean {
  try {
    const file = openSync(lock, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch {
    if (!ownerIsGone(lock)) return false;
    rmSync(lock, { force: true });
    return false; // another port is tried: two processes may both have found this owner gone
  }
}

function ownerIsGone(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (!(pid > 0)) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function bindable(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
