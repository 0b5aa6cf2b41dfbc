import { watch } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 5_000;

/**
 * Resolves when something in the folder may have changed, or `signal` aborts. Notifications make it quick; the poll makes
 * it sure, also for folders that are not there yet and for mounts that swap links.
 */
export async function nextChange(folder: string, signal: AbortSignal): Promise<void> {
  const waiting = new AbortController();
  const stop = AbortSignal.any([signal, waiting.signal]);
  try {
    const watcher = watch(folder, { signal: stop });
    watcher.on('change', () => waiting.abort());
    watcher.on('error', () => waiting.abort());
  } catch {
    // The folder is not there: the poll finds it when it comes.
  }
  await delay(POLL_MS, undefined, { signal: stop }).catch(() => undefined);
  waiting.abort();
}
