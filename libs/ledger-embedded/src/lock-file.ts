import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReleaseLock } from './file-port.ts';

const SQLITE_BUSY = 5;
const POLL_MS = 50;

/**
 * Takes an exclusive lock that the kernel frees when the process ends, however it ends.
 *
 * Node has no file locks of its own, but SQLite takes them (fcntl, LockFileEx) and also keeps a second handle of the
 * same process out. An exclusive transaction that never writes is such a lock on an empty file: no process id that could
 * be reused, nothing left over by SIGKILL, right between containers that share a volume. The file must be left where
 * it is: whoever deletes it makes room for a second lock.
 */
export function lockFile(path: string): ReleaseLock | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return null;
    throw error;
  }
  return () => {
    database.close();
  };
}

/** Takes a lock as soon as whoever has it lets go. Null where it still is taken after so many milliseconds. */
export async function takeLock(lock: () => ReleaseLock | null, waitMs: number): Promise<ReleaseLock | null> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const release = lock();
    if (release !== null || performance.now() >= deadline) return release;
    await delay(POLL_MS);
  }
}
