import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A file of this folder as a process of its own; it says where it listens, and ends with this process. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  readonly address: string;
}

/** @param program such as `peer-proxy.ts`. */
export async function startPeer(program: string, ...args: readonly string[]): Promise<Child> {
  const file = fileURLToPath(new URL(`../${program}`, import.meta.url));
  const child = fork(file, args, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(message as string));
    child.once('exit', (code) => reject(new Error(`${program} ended with ${String(code)}`)));
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return { pid: child.pid ?? 0, address, [Symbol.asyncDispose]: stop };
}

/** For the peers themselves: says where they listen, and ends when nobody listens any more. */
export function announce(address: string): void {
  process.once('disconnect', () => process.exit());
  process.send?.(address);
}
