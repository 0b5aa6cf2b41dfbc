import { createRequire } from 'node:module';

/** kafkajs's `RequestQueue`, as far as it is touched here. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly inflight: ReadonlyMap<number, SentRequest>;
  readonly enforceRequestTimeout: boolean;
  /** In milliseconds; a request may have more. */
  readonly requestTimeout: number;
  readonly isConnected: () => boolean;
  requestTimeoutIntervalId?: NodeJS.Timeout;
  scheduleCheckPendingRequests(): void;
  scheduleRequestTimeoutCheck(): void;
  /** Stops its timers. */
  destroy(): void;
}

interface SentRequest {
  readonly sentAt: number;
  readonly requestTimeout: number;
  timeoutRequest(): void;
}

const require = createRequire(import.meta.url);
const patched = Symbol.for('keyledger.kafkajs-idle-timer');

/**
 * Stops what makes an idle kafkajs 2.2.4 client work.
 *
 * After every answer a connection's request queue arms a timer to look at its waiting requests again, also when none
 * waits, for the time until throttling ends. Without throttling that is "-1 minus now": Node makes it one millisecond,
 * prints a TimeoutNegativeWarning, and the timer arms itself again, for ever (3 % of a core was seen). With nothing
 * waiting there is nothing to look at, and a request that has to wait arms the timer itself when it is queued.
 *
 * And each connection looks ten times a second for requests without an answer, whatever their time is.
 */
export function stopIdleTimer(): void {
  const { prototype } = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };
  if (patched in prototype) return;
  const schedule = prototype.scheduleCheckPendingRequests;
  if (
    [schedule, prototype.scheduleRequestTimeoutCheck, prototype.destroy].some((method) => typeof method !== 'function')
  ) {
    throw new Error('kafkajs has changed: its request queue is not as it was');
  }
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0) schedule.call(this);
  };
  prototype.scheduleRequestTimeoutCheck = checkTimeouts;
  Object.defineProperty(prototype, patched, { value: true });
}

/**
 * As kafkajs does it, only no sooner than a request can be late: the next time is when the first of those that wait now is
 * due, or one that is sent from now on.
 */
function checkTimeouts(this: RequestQueue): void {
  if (!this.enforceRequestTimeout) return;
  this.destroy();
  const check = (): void => {
    const now = Date.now();
    for (const request of this.inflight.values()) {
      if (now - request.sentAt > request.requestTimeout) request.timeoutRequest();
    }
    if (!this.isConnected()) return this.destroy();
    const due = [...this.inflight.values()].map(({ sentAt, requestTimeout }) => sentAt + requestTimeout - now);
    // One more, as a request is late when more than its time is over; never sooner, should the clock have been set.
    const inMs = Math.max(Math.min(this.requestTimeout, ...due), 0) + 1;
    this.requestTimeoutIntervalId = setTimeout(check, inMs);
  };
  check();
}
