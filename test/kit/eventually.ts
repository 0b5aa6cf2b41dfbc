import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 10;

/** Waits until `check` yields something that is neither false nor undefined; fails with its last error at the deadline. */
export async function eventually<T>(
  check: () => Promise<T | false | undefined> | T | false | undefined,
  deadlineMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    let failure: unknown = new Error(`not so within ${String(deadlineMs)} ms: ${check.toString().slice(0, 200)}`);
    try {
      const value = await check();
      if (value !== false && value !== undefined) return value;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > deadline) throw failure;
    await delay(POLL_MS);
  }
}
