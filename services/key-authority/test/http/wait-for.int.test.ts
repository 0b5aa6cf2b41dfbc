import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import type { AdminLimits } from '../../src/http/options.ts';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { ADMIN_TOKEN } from '../support/test-authority.ts';
import { TestFreshness } from '../support/test-freshness.ts';

let api: TestApi;
let freshness: TestFreshness;
let stop: AbortController;
let keyId: string;

async function start(limits: Partial<AdminLimits> = {}): Promise<void> {
  api = await startTestApi({ limits }, { freshness, stopping: stop.signal });
  keyId = (await api.key(await api.organization('acme'))).id;
  await api.app.listen({ host: '127.0.0.1', port: 0 });
}

beforeEach(async () => {
  freshness = new TestFreshness();
  stop = new AbortController();
  await start();
  return () => api.stop();
});

interface Sent {
  /** Goes away without waiting for the answer. */
  leave(): void;
  readonly answer: Promise<{
    readonly status: number;
    readonly headers: IncomingMessage['headers'];
    readonly body: Json;
  }>;
}

/** Revokes the key over a socket of its own. */
function revoke(wait: number): Sent {
  const { port } = api.app.server.address() as AddressInfo;
  const headers = {
    authorization: `Bearer ${ADMIN_TOKEN}`,
    'content-type': 'application/json',
    'idempotency-key': 'one',
    prefer: `wait=${String(wait)}`,
  };
  const path = `/v1/keys/${keyId}/revoke`;
  const sent = request({ host: '127.0.0.1', port, method: 'POST', path, headers, agent: false });
  sent.end('{}');
  const answered = async () => {
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: response.statusCode ?? 0, headers: response.headers, body: (await json(response)) as Json };
  };
  const answer = answered();
  // Of one that left, nobody asks.
  answer.catch(() => undefined);
  return { leave: () => void sent.destroy(), answer };
}

const waiting = (count: number) => expect.poll(() => freshness.waiting).toBe(count);

test('a caller that goes away while it waits loses nothing: a repeat says everywhere', async () => {
  const first = revoke(60);
  await waiting(1);
  first.leave();
  await waiting(0);
  expect((await api.call('GET', `/v1/keys/${keyId}`)).body).toMatchObject({ state: 'revoked', version: 2 });

  const again = revoke(60);
  await waiting(1);
  freshness.reached(await api.ledger.end());
  const { status, body } = await again.answer;
  expect([status, body['applied'], body['effective_within_ms'], body['version']]).toEqual([200, 'everywhere', 0, 2]);
});

test('a wait outlasts the time that a request may take to arrive', async () => {
  const requestTimeoutMs = 500;
  await api.stop();
  await start({ headersTimeoutMs: requestTimeoutMs, requestTimeoutMs });
  const sent = revoke(60);
  await waiting(1);
  await delay(2.5 * requestTimeoutMs); // the longer wait itself
  freshness.reached();
  expect((await sent.answer).status).toBe(200);
});

test('a process that stops answers those who wait at once, with what is true', async () => {
  const sent = revoke(60);
  await waiting(1);
  const began = performance.now();
  stop.abort();
  const closing = api.app.close();
  const { status, headers, body } = await sent.answer;
  await closing;
  // It would have waited for a minute.
  expect(performance.now() - began).toBeLessThan(20_000);
  expect([status, body['applied'], body['effective_within_ms']]).toEqual([202, 'ledger', freshness.bound]);
  expect(headers['connection']).toBe('close');
});
