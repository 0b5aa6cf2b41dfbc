import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { silentLogger } from '@keyledger/ports';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCluster, type OwnedCluster } from '../src/kafkajs.ts';

const TIMEOUT_MS = 400;

/** A broker that takes every question and answers none. */
const silent = createServer((socket) => {
  accepted.add(socket.on('error', () => undefined).resume());
});
const accepted = new Set<Socket>();

beforeEach(async () => {
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const socket of accepted) socket.destroy();
  accepted.clear();
  silent.close();
  await once(silent, 'close');
});

function toSilent(requestTimeoutMs: number): OwnedCluster {
  const broker = `127.0.0.1:${String((silent.address() as AddressInfo).port)}`;
  const options = {
    brokers: [broker],
    topic: 'topic',
    clientId: 'test',
    connectionTimeoutMs: TIMEOUT_MS,
    requestTimeoutMs,
  };
  return createCluster({ ...options, logger: silentLogger }, [broker]);
}

test('a request without an answer fails when its time is over', async () => {
  const { cluster, sockets } = toSilent(TIMEOUT_MS);
  const began = performance.now();
  await expect(cluster.connect()).rejects.toThrow(/timed out/u);
  expect(performance.now() - began).toBeGreaterThan(0.9 * TIMEOUT_MS);
  for (const socket of sockets) socket.destroy();
});

test('nothing looks for late requests of a connection that was given up', async () => {
  const begun = vi.spyOn(globalThis, 'setTimeout');
  const ended = vi.spyOn(globalThis, 'clearInterval');
  const { cluster, sockets } = toSilent(60_000);
  const failed = expect(cluster.connect()).rejects.toThrow('given up');
  const looks = () => begun.mock.results.filter((_, call) => (begun.mock.calls[call]?.[1] ?? 0) >= 50_000);
  await expect.poll(() => looks().length).toBe(1);
  for (const socket of sockets) socket.destroy(new Error('given up'));
  await failed;
  await expect.poll(() => looks().filter(({ value }) => !ended.mock.calls.some(([one]) => one === value))).toEqual([]);
});
