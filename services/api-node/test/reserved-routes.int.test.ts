import { once } from 'node:events';
import type { Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PUBLIC_CODES } from '../src/http/public-codes.ts';
import { keyText } from './kit/keys.ts';
import { type PublicPort, startPort, startUpstream, stopUpstream } from './kit/public-port.ts';
import { openRaw, parseAnswer, readToEnd, requestBytes, sendRaw } from './kit/raw-client.ts';

const KEY = keyText('live', 5);
const JSON_TYPE = 'Content-Type: application/json';

const post = (body: string, ...headers: string[]): string =>
  requestBytes('/_keyledger/revoke-by-secret', [`Content-Length: ${String(Buffer.byteLength(body))}`, ...headers], {
    method: 'POST',
    body,
  });
const withSecret = (secret: unknown): string => post(JSON.stringify({ secret }), JSON_TYPE);

let revoked: { secret: string; clientAddress: string | null }[] = [];
let accepting = true;
let contacted = 0;
let upstream: Server;
let url: URL;
let port: PublicPort;

const revokeBySecret = (secret: string, clientAddress: string | null): boolean => {
  if (accepting) revoked.push({ secret, clientAddress });
  return accepting;
};

beforeAll(async () => {
  const started = await startUpstream((_req, res) => {
    contacted += 1;
    res.end();
  });
  upstream = started.server;
  url = started.url;
  port = await startPort(url, { revokeBySecret, revokeLimit: { burst: 1_000, perSecond: 0 } });
});
afterAll(async () => {
  await port[Symbol.asyncDispose]();
  await stopUpstream(upstream);
});
beforeEach(() => {
  revoked = [];
  accepting = true;
  contacted = 0;
});

describe('POST /_keyledger/revoke-by-secret', () => {
  it('does not wait for who sends the body bit by bit', async () => {
    await using impatient = await startPort(url, { revokeBySecret, timeouts: { clientHeadersMs: 200 } });
    const socket = await openRaw(impatient.port);
    const drip = setInterval(() => socket.write(' '), 20);
    try {
      socket.write(
        `POST /_keyledger/revoke-by-secret HTTP/1.1\r\nHost: a\r\n${JSON_TYPE}\r\nContent-Length: 4000\r\n\r\n{`,
      );
      const [answer] = (await once(socket.setEncoding('latin1'), 'data')) as [string];
      expect(parseAnswer(answer).status).toBe(408);
    } finally {
      clearInterval(drip);
      socket.destroy();
    }
    expect(impatient.answered).toEqual([{ outcome: 'request_timeout', status: 408 }]);
  });

  it('answers alike whatever the secret is, and passes on what could be one', async () => {
    const answers = [];
    for (const secret of [KEY, keyText('test', 5), 'no key', '', 'x'.repeat(2_000)]) {
      answers.push(await sendRaw(port.port, withSecret(secret)));
    }
    for (const answer of answers) {
      expect(answer.status).toBe(202);
      expect(answer.body).toBe('{"status":"accepted"}');
      expect([...answer.headers.keys()]).toEqual([...(answers[0]?.headers.keys() ?? [])]);
    }
    expect(revoked).toEqual([
      { secret: KEY, clientAddress: '127.0.0.1' },
      { secret: keyText('test', 5), clientAddress: '127.0.0.1' },
    ]);
    expect(contacted).toBe(0);
  });

  it('promises nothing that cannot be kept: where no more can be taken on, the client is told to come back', async () => {
    accepting = false;
    const answer = await sendRaw(port.port, withSecret(KEY));
    expect(answer.status).toBe(429);
    expect(JSON.parse(answer.body)).toMatchObject({ reason_code: 'rate_limited' });
    expect(Number(answer.headers.get('retry-after')?.[0])).toBeGreaterThanOrEqual(1);
    accepting = true;
    expect((await sendRaw(port.port, withSecret(KEY))).status).toBe(202);
    expect(revoked).toEqual([{ secret: KEY, clientAddress: '127.0.0.1' }]);
    expect(port.logs.join('\n')).not.toContain(KEY.slice(12));
  });

  it('is bounded per address', async () => {
    await using limited = await startPort(url, { revokeBySecret, revokeLimit: { burst: 2, perSecond: 0 } });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await sendRaw(limited.port, withSecret(KEY))).status);
    expect(statuses).toEqual([202, 202, 429]);
    expect(revoked).toHaveLength(2);
  });

  it.each([
    ['no JSON', post('{', JSON_TYPE), 400, 'malformed_request'],
    ['no object', post('[]', JSON_TYPE), 400, 'malformed_request'],
    ['null', post('null', JSON_TYPE), 400, 'malformed_request'],
    ['no secret', post('{}', JSON_TYPE), 400, 'malformed_request'],
    ['a secret that is no text', withSecret(5), 400, 'malformed_request'],
    ['a prototype', post(`{"__proto__":{"secret":"${KEY}"}}`, JSON_TYPE), 400, 'malformed_request'],
    ['no body', post(''), 400, 'malformed_request'],
    ['an empty JSON body', post('', JSON_TYPE), 400, 'malformed_request'],
    ['another type', post(`secret=${KEY}`, 'Content-Type: text/plain'), 400, 'malformed_request'],
    ['a nonsense type', post('{}', 'Content-Type: ;;'), 400, 'malformed_request'],
    ['too long a body', withSecret('x'.repeat(5_000)), 413, 'payload_too_large'],
  ])('refuses %s', async (_name, bytes, status, code) => {
    const answer = await sendRaw(port.port, bytes);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ reason_code: code });
    expect(revoked).toEqual([]);
  });
});

describe('a slow client', () => {
  it('is told so when its head does not arrive in time', async () => {
    await using strict = await startPort(url, { timeouts: { clientHeadersMs: 100 } });
    const socket = await openRaw(strict.port);
    socket.write('GET /x HTTP/1.1\r\nHost: a\r\n');
    expect(await readToEnd(socket)).toMatch(/^HTTP\/1\.1 408 [^]*request_timeout/);
    expect(strict.answered).toEqual([{ outcome: 'request_timeout', status: 408 }]);
  });
});

describe('GET /_keyledger/errors', () => {
  it('shows every code with its anchor, to anybody, and GET and HEAD agree', async () => {
    const page = await sendRaw(port.port, requestBytes('/_keyledger/errors'));
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toEqual(['text/html; charset=utf-8']);
    for (const code of PUBLIC_CODES) expect(page.body).toContain(`id="${code}"`);
    const head = await sendRaw(port.port, requestBytes('/_keyledger/errors', [], { method: 'HEAD' }));
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toEqual([String(Buffer.byteLength(page.body))]);
    expect(contacted).toBe(0);
  });
});
