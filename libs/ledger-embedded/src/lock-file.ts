import { randomUUID } from 'node:crypto';
import { accessSync, constants, rmSync } from 'node:fs';
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
 * @returns null where another has it
 * @throws where it cannot be locked: it may not be written, or its file system has no locks
 */
export function lockFile(path: string): ReleaseLock | null {
  const release = tryLock(path);
  if (release === null && !hasLocks(path)) throw new Error(`the file system of ${path} has no locks`);
  return release;
}

/** Null also where the file system has no locks (NFS without a lock manager): SQLite calls that busy as well. */
function tryLock(path: string): ReleaseLock | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // SQLite opens a file that may only be read all the same, and then takes a lock that keeps nobody out. Asked by name:
    // whoever opens and closes the file here gives up this process's locks on it.
    accessSync(path, constants.W_OK);
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

/** Whether a file beside this one that nobody else can know of is free. Where that cannot be tried it is taken for so. */
function hasLocks(path: string): boolean {
  const beside = `${path}.${randomUUID()}`;
  try {
    const release = tryLock(beside);
    release?.();
    return release !== null;
  } catch {
    return true;
  } finally {
    rmSync(beside, { force: true });
  }
}

/**
 * Takes a lock as soon as whoever has it lets go. Null where it still is taken after so many milliseconds.
 * @throws what `lock` throws, and the reason of `stopping` once that is aborted
 */
export async function takeLock(
  lock: () => ReleaseLock | null,
  waitMs: number,
  stopping?: AbortSignal,
): Promise<ReleaseLock | null> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const release = lock();
    if (release !== null || performance.now() >= deadline) return release;
    await delay(POLL_MS);
    stopping?.throwIfAborted();
  }
}
