import { createRequire } from 'node:module';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stopIdleTimer } from '../src/kafkajs-idle-timer.ts';

const TIMEOUT_MS = 30_000;

/** kafkajs's own, as a connection uses it. */
interface Queue {
  scheduleRequestTimeoutCheck(): void;
  push(request: object): void;
  destroy(): void;
}
const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (
  options: object,
) => Queue;

let queue: Queue;
const isConnected = vi.fn(() => true);

beforeEach(() => {
  vi.useFakeTimers();
  stopIdleTimer();
  isConnected.mockReturnValue(true);
  queue = new RequestQueue({
    maxInFlightRequests: null,
    requestTimeout: TIMEOUT_MS,
    enforceRequestTimeout: true,
    clientId: 'test',
    broker: 'broker',
    logger: { debug: () => undefined },
    isConnected,
  });
  queue.scheduleRequestTimeoutCheck();
});
afterEach(() => {
  queue.destroy();
  vi.useRealTimers();
});

/** Sends a request that nobody answers; what it failed with shows up in the list returned. */
function ask(correlationId: number, requestTimeout?: number): unknown[] {
  const failures: unknown[] = [];
  const entry = { correlationId, apiKey: 1, apiName: 'Fetch', apiVersion: 1, resolve: () => undefined };
  queue.push({
    entry: { ...entry, reject: (failure: unknown) => failures.push(failure) },
    expectResponse: true,
    requestTimeout,
    sendRequest: () => undefined,
  });
  return failures;
}

test('a request without an answer fails when its time is over, and no sooner', () => {
  const failures = ask(1);
  vi.advanceTimersByTime(TIMEOUT_MS);
  expect(failures).toEqual([]);
  vi.advanceTimersByTime(2);
  expect(failures).toMatchObject([{ name: 'KafkaJSRequestTimeoutError' }]);
});

test('a request sent between two looks, or with a time of its own, fails in its own time', () => {
  const longer = ask(1, 2 * TIMEOUT_MS);
  vi.advanceTimersByTime(TIMEOUT_MS / 2);
  const later = ask(2);
  vi.advanceTimersByTime(TIMEOUT_MS);
  expect([longer, later]).toEqual([[], []]);
  vi.advanceTimersByTime(2);
  expect(later).toHaveLength(1);
  vi.advanceTimersByTime(TIMEOUT_MS / 2);
  expect(longer).toHaveLength(1);
});

test('a connection is looked at when a request can be late, not ten times a second', () => {
  isConnected.mockClear();
  ask(1);
  vi.advanceTimersByTime(3 * TIMEOUT_MS);
  expect(isConnected.mock.calls.length).toBeLessThanOrEqual(4);
});

test('a connection that was given up is looked at once more, and never again', () => {
  isConnected.mockReturnValue(false);
  vi.advanceTimersByTime(TIMEOUT_MS + 1);
  expect(vi.getTimerCount()).toBe(0);
});
