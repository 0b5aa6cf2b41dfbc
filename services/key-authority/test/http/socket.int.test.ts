import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AdminLimits } from '../../src/http/options.ts';
import { type TestApi, startTestApi } from '../support/test-api.ts';
import { ADMIN_TOKEN } from '../support/test-authority.ts';

let api: TestApi;
let port: number;

async function start(limits: Partial<AdminLimits> = {}): Promise<void> {
  api = await startTestApi({ limits });
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = api.app.server.address() as AddressInfo);
}

beforeEach(() => start());
afterEach(() => api.stop());

const AUTHORIZATION = `Authorization: Bearer ${ADMIN_TOKEN}`;

/** Sends bytes, and what comes back until the server closes. */
async function send(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes, 'latin1');
  // A server that refuses early may reset while the rest is still being sent.
  socket.on('error', () => undefined);
  return text(socket).catch(() => '');
}

const ask = (target: string, ...headers: readonly string[]): Promise<string> =>
  send(
    `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers.map((each) => `${each}\r\n`).join('')}\r\n`,
  );

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

test('credentials are counted as they were sent', async () => {
  expect(statusOf(await ask('/v1/me', AUTHORIZATION))).toBe(200);
  expect(statusOf(await ask('/v1/me', AUTHORIZATION, AUTHORIZATION))).toBe(401);
  expect(statusOf(await ask('/v1/me', AUTHORIZATION, 'authorization: Basic YTpi'))).toBe(401);
});

describe('what is no request', () => {
  const impatient = async (): Promise<void> => {
    await api.stop();
    await start({ headersTimeoutMs: 200, requestTimeoutMs: 400 });
  };

  test.each([
    ['a header of a megabyte', `GET /v1/me HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(1_048_576)}\r\n\r\n`, 431],
    ['no request line', 'hello\r\n\r\n', 400],
    ['no host', 'GET /v1/me HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    [
      'a length and chunks',
      'POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
    ['two lengths', 'POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
  ])('%s is refused', async (_, bytes, status) => {
    expect(statusOf(await send(bytes))).toBe(status);
  });

  test('headers that never end are cut off', async () => {
    await impatient();
    expect(statusOf(await send('GET /v1/me HTTP/1.1\r\nHost: a\r\n'))).toBe(408);
  });

  test('a body that never ends is cut off', async () => {
    await impatient();
    const head = `POST /v1/organizations HTTP/1.1\r\nHost: a\r\n${AUTHORIZATION}\r\nContent-Type: application/json`;
    expect(statusOf(await send(`${head}\r\nContent-Length: 100\r\n\r\n{`))).toBe(408);
  });
});

test('a client that leaves in the middle of its body is no failure of the server', async () => {
  const socket = connect(port, '127.0.0.1');
  const head = 'POST /v1/keys/revoke-by-secret HTTP/1.1\r\nHost: a\r\nContent-Type: application/json';
  socket.write(`${head}\r\nContent-Length: 100\r\n\r\n{`);
  const [request] = (await once(api.app.server, 'request')) as [IncomingMessage];
  const left = new Promise((resolve) => request.once('close', resolve));
  socket.destroy();
  await left;
  await setImmediate();
  expect(api.logger.lines.filter(({ level }) => level !== 'info' && level !== 'debug')).toEqual([]);
});

test('a body in chunks is bounded, too', async () => {
  const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
  const head = `POST /v1/organizations HTTP/1.1\r\nHost: a\r\n${AUTHORIZATION}\r\nContent-Type: application/json`;
  expect(statusOf(await send(`${head}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}0\r\n\r\n`))).toBe(413);
});

test.each(['http://evil.example/v1/me', '*', '//v1/me', '/v1/../v1/me', '/v1%2fme', '/v1/me;a', '\\v1\\me'])(
  'the target %s is nothing',
  async (target) => {
    expect([400, 404]).toContain(statusOf(await ask(target, AUTHORIZATION)));
  },
);

test('what was asked before the end is answered, and the end waits for it', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'POST /v1/keys/revoke-by-secret HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{"secret":"a"}',
  );
  await once(api.app.server, 'request');
  const closing = api.app.close();
  expect(statusOf(await text(socket))).toBe(202);
  await closing;
});
