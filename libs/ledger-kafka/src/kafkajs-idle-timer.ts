import { createRequire } from 'node:module';

/** kafkajs's `RequestQueue`, as far as it is touched here. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

const require = createRequire(import.meta.url);
const patched = Symbol.for('keyledger.kafkajs-idle-timer');

/**
 * Stops the timer that makes an idle kafkajs 2.2.4 client spin.
 *
 * After every answer a connection's request queue arms a timer to look at its waiting requests again, also when none
 * waits, for the time until throttling ends. Without throttling that is "-1 minus now": Node makes it one millisecond,
 * prints a TimeoutNegativeWarning, and the timer arms itself again, for ever (3 % of a core was seen). With nothing
 * waiting there is nothing to look at, and a request that has to wait arms the timer itself when it is queued.
 */
export function stopIdleTimer(): void {
  const { prototype } = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };
  if (patched in prototype) return;
  const schedule = prototype.scheduleCheckPendingRequests;
  if (typeof schedule !== 'function') throw new Error('kafkajs has changed: its request queue is not as it was');
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0) schedule.call(this);
  };
  Object.defineProperty(prototype, patched, { value: true });
}
