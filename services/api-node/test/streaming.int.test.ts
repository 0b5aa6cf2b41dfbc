import { createHash } from 'node:crypto';
import { type IncomingMessage, type RequestListener, type Server, request } from 'node:http';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keyText } from './kit/keys.ts';
import { type PublicPort, startPort, startUpstream, stopUpstream } from './kit/public-port.ts';
import { openRaw, readToEnd, requestBytes, sendRaw } from './kit/raw-client.ts';

const AUTH = `Authorization: Bearer ${keyText('live', 3)}`;
const CHUNK = Buffer.alloc(64 * 1024, 'k');
const CHUNKS = 1_600;
const TOTAL = CHUNK.length * CHUNKS;
/** What two connections' socket buffers may hold, with room to spare. */
const UNDER_WAY = 40 * 1024 * 1024;
const SHORT_MS = 150;

let listener: RequestListener;
let upstream: Server;
let url: URL;
/** With timeouts that a busy test machine never meets; the others have a short one each. */
let port: PublicPort;
let impatientForHeaders: PublicPort;
let impatientInBody: PublicPort;

function* chunks(): Generator<Buffer> {
  for (let i = 0; i < CHUNKS; i++) yield CHUNK;
}

async function digest(stream: Readable): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

function send(method: string, body?: Readable, to = port): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: AUTH.slice('Authorization: '.length) };
    const req = request({ port: to.port, path: '/x', method, headers }, resolve);
    req.once('error', reject);
    if (body === undefined) req.end();
    else body.pipe(req);
  });
}

/** A body of 100 MB that knows how much of it was taken. */
function countedSource(): { stream: Readable; standsStill: () => Promise<void>; whenItStood: () => number } {
  let taken = 0;
  let stood = 0;
  function* counted(): Generator<Buffer> {
    for (const chunk of chunks()) {
      taken += chunk.length;
      yield chunk;
    }
  }
  async function standsStill(): Promise<void> {
    let same = 0;
    await vi.waitFor(
      () => {
        same = taken > 0 && taken === stood ? same + 1 : 0;
        stood = taken;
        expect(same).toBeGreaterThan(10);
      },
      { timeout: 30_000, interval: 20 },
    );
  }
  return { stream: Readable.from(counted(), { objectMode: false }), standsStill, whenItStood: () => stood };
}

beforeAll(async () => {
  const started = await startUpstream((req, res) => listener(req, res));
  upstream = started.server;
  url = started.url;
  port = await startPort(url);
  impatientForHeaders = await startPort(url, { timeouts: { upstreamHeadersMs: SHORT_MS } });
  impatientInBody = await startPort(url, { timeouts: { upstreamBodyIdleMs: SHORT_MS } });
});
afterAll(async () => {
  await port[Symbol.asyncDispose]();
  await impatientForHeaders[Symbol.asyncDispose]();
  await impatientInBody[Symbol.asyncDispose]();
  await stopUpstream(upstream);
});
beforeEach(() => {
  port.answered.length = 0;
  impatientInBody.answered.length = 0;
});

describe('bodies', () => {
  const expected = createHash('sha256');
  for (const chunk of chunks()) expected.update(chunk);
  const sha256 = expected.digest('hex');

  it('of 100 MB go up whole, and no faster than the upstream reads', async () => {
    const source = countedSource();
    listener = (req, res) => {
      const read = source.standsStill().then(() => digest(req));
      void read.then((result) => res.end(JSON.stringify(result)));
    };
    const answer = await send('POST', source.stream);
    expect(source.whenItStood()).toBeLessThan(UNDER_WAY);
    expect(JSON.parse((await answer.toArray()).join(''))).toEqual({ bytes: TOTAL, sha256 });
  });

  it('of 100 MB come down whole, and no faster than the client reads', async () => {
    const source = countedSource();
    listener = (_req, res) => void source.stream.pipe(res);
    const answer = await send('GET');
    await source.standsStill();
    expect(source.whenItStood()).toBeLessThan(UNDER_WAY);
    expect(await digest(answer)).toEqual({ bytes: TOTAL, sha256 });
  });

  it.each([256, 4_096, 5_000])('of %i bytes of every value come down byte by byte', async (length) => {
    const body = Buffer.from(Array.from({ length }, (_, index) => index % 256));
    for (const headers of [{ 'Content-Length': String(length) }, {}]) {
      listener = (_req, res) => void res.writeHead(200, headers).end(body);
      const received = Buffer.concat(await (await send('GET')).toArray());
      expect(received.equals(body)).toBe(true);
    }
  });

  it('keep their length, and chunks stay chunks', async () => {
    const seen: (string | undefined)[] = [];
    listener = (req, res) => {
      seen.push(req.headers['content-length'], req.headers['transfer-encoding']);
      req.resume().once('end', () => res.end());
    };
    await sendRaw(port.port, requestBytes('/x', [AUTH, 'Content-Length: 3'], { method: 'PUT', body: 'abc' }));
    await sendRaw(port.port, requestBytes('/x', [AUTH, 'Content-Length: 3'], { method: 'GET', body: 'abc' }));
    const socket = await openRaw(port.port);
    const chunk = { method: 'POST', body: '3\r\nabc\r\n' };
    socket.write(requestBytes('/x', [AUTH, 'Transfer-Encoding: chunked'], chunk));
    await new Promise((resolve) => upstream.once('request', resolve));
    socket.write('0\r\n\r\n');
    await readToEnd(socket);
    await sendRaw(port.port, requestBytes('/x', [AUTH, 'Content-Length: 0'], { method: 'POST' }));
    expect(seen).toEqual(['3', undefined, '3', undefined, undefined, 'chunked', '0', undefined]);
  });

  it('that the upstream does not want do not keep its answer from the client', async () => {
    listener = (_req, res) => void res.writeHead(413).end('too much');
    const answer = await send('POST', Readable.from(chunks(), { objectMode: false }));
    expect(answer.statusCode).toBe(413);
    answer.destroy();
  });
});

describe('ends', () => {
  it('a client that leaves takes its request to the upstream with it', async () => {
    let closed = false;
    let arrived = false;
    listener = (_req, res) => {
      arrived = true;
      res.write('some');
      res.once('close', () => (closed = true));
    };
    const socket = await openRaw(port.port);
    socket.write(requestBytes('/x', [AUTH]));
    await expect.poll(() => arrived).toBe(true);
    socket.destroy();
    await expect.poll(() => closed).toBe(true);
    expect(port.answered).toEqual([{ outcome: 'client_closed', status: 499 }]);
  });

  it('a client that leaves in the middle of its upload does too', async () => {
    const failed = new Promise((resolve) => {
      listener = (req) => void finished(req.resume()).catch(resolve);
    });
    const socket = await openRaw(port.port);
    socket.write(requestBytes('/x', [AUTH, 'Content-Length: 1000'], { method: 'POST', body: 'part' }));
    await new Promise((resolve) => upstream.once('request', resolve));
    socket.destroy();
    await failed;
  });

  it('an upstream that dies in its body breaks the client off, who can tell, and counts as its failure', async () => {
    listener = (_req, res) => {
      res.writeHead(200, { 'Content-Length': '1000' });
      res.write('part', () => res.destroy());
    };
    const answer = await send('GET');
    await expect(answer.toArray()).rejects.toThrow('aborted');
    expect(port.answered).toEqual([{ outcome: 'upstream_unavailable', status: 502 }]);
  });

  it('an upstream that falls silent in its body does too', async () => {
    listener = (_req, res) => void res.writeHead(200).write('part');
    const answer = await send('GET', undefined, impatientInBody);
    await expect(answer.toArray()).rejects.toThrow('aborted');
    expect(impatientInBody.answered).toEqual([{ outcome: 'upstream_timeout', status: 504 }]);
  });

  it.each([
    ['hangs', 'GET', '', 504, 'upstream_timeout'],
    ['hangs after a body', 'POST', 'abc', 504, 'upstream_timeout'],
  ])('an upstream that %s is 504', async (_name, method, body, status, code) => {
    listener = (req) => void req.resume();
    const headers = [AUTH, ...(body === '' ? [] : [`Content-Length: ${String(body.length)}`])];
    const answer = await sendRaw(impatientForHeaders.port, requestBytes('/x', headers, { method, body }));
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ error: 'upstream_error', reason_code: code, field: null });
  });

  it('an upload that stands still is the client’s fault, and the client hears of it', async () => {
    listener = (req) => void req.resume().on('error', () => {});
    const socket = await openRaw(impatientForHeaders.port);
    socket.write(requestBytes('/x', [AUTH, 'Content-Length: 1000'], { method: 'POST', body: 'part' }));
    expect(await readToEnd(socket)).toMatch(/^HTTP\/1\.1 408 [^]*request_timeout/);
  });

  it.each([
    ['dies before its answer', (req: IncomingMessage) => void req.socket.destroy()],
    ['says nothing but 100 Continue', (req: IncomingMessage) => void req.socket.end('HTTP/1.1 100 Continue\r\n\r\n')],
    ['does not speak HTTP', (req: IncomingMessage) => void req.socket.end('SSH-2.0-x\r\n\r\n')],
    ['changes the protocol', (req: IncomingMessage) => void req.socket.end('HTTP/1.1 101 Go\r\nUpgrade: x\r\n\r\n')],
  ])('an upstream that %s is 502, with and without a body', async (_name, behaviour) => {
    listener = behaviour;
    expect((await sendRaw(port.port, requestBytes('/x', [AUTH]))).status).toBe(502);
    const post = requestBytes('/x', [AUTH, 'Content-Length: 3'], { method: 'POST', body: 'abc' });
    expect((await sendRaw(port.port, post)).status).toBe(502);
  });

  it('an upstream that refuses connections is 502', async () => {
    const gone = await startUpstream(() => {});
    await stopUpstream(gone.server);
    await using nowhere = await startPort(gone.url);
    const answer = await sendRaw(nowhere.port, requestBytes('/x', [AUTH]));
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.body)).toMatchObject({ reason_code: 'upstream_unavailable' });
    expect(nowhere.answered).toEqual([{ outcome: 'upstream_unavailable', status: 502 }]);
  });
});
