import { spawn } from 'node:child_process';

/**
 * Ends a process by SIGKILL when this one ends, even where this one is killed: somebody else waits for the end of a pipe.
 * @returns calls it off
 */
export function endWithThisProcess(pid: number): () => void {
  const watcher = spawn('sh', ['-c', 'cat >/dev/null; kill -9 "$1"', 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.unref();
  return () => {
    watcher.kill('SIGKILL');
    watcher.stdin.destroy();
  };
}
