import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition, at most `withinMs`. @throws Error naming it */
export async function until(what: string, condition: () => boolean, withinMs = 30_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`still not: ${what}`);
    await sleep(5);
  }
}
