import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ALLOWED } from './kit/fake-verifier.ts';
import { keyText } from './kit/keys.ts';
import { type V2Options, v1Header, v2Header } from './kit/proxy-headers.ts';
import { type PublicPort, startPort } from './kit/public-port.ts';
import { openRaw, parseAnswer, readToEnd, requestBytes } from './kit/raw-client.ts';
import { RecordingUpstream } from './kit/recording-upstream.ts';

const AUTH = `Authorization: Bearer ${keyText('live', 21)}`;
const CLIENT = '203.0.113.9';
const SHORT_MS = 150;
/** Within it a busy machine takes in what was sent at once. */
const LONGER_MS = 1_500;
const ON = { proxyProtocol: true, trusted: ['127.0.0.1', '10.0.0.0/8'] };

const keptAlive = (target: string): string => `GET ${target} HTTP/1.1\r\nHost: a\r\n${AUTH}\r\n\r\n`;

let upstream: RecordingUpstream;
let answer: (req: IncomingMessage, res: ServerResponse) => void;
let port: PublicPort;

beforeAll(async () => {
  upstream = await RecordingUpstream.start((req, res) => answer(req, res));
  port = await startPort(upstream.url, ON);
});
afterAll(async () => {
  await port[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});
beforeEach(() => {
  answer = (req, res) => void res.end(`fine ${req.url ?? ''}`);
  port.verifier.answer = () => Promise.resolve(ALLOWED);
  for (const list of [upstream.seen, port.verifier.asked, port.answered, port.refused]) list.length = 0;
});

/** All that comes back for these bytes, sent at once. */
async function exchange(bytes: Buffer, request = requestBytes('/x', [AUTH]), to = port): Promise<string> {
  const socket = await openRaw(to.port);
  socket.write(Buffer.concat([bytes, Buffer.from(request, 'latin1')]));
  return readToEnd(socket);
}

const addressesAsked = (): unknown[] => port.verifier.asked.map(({ clientAddress }) => clientAddress);

/** A connection and its other end. */
async function open(to: PublicPort): Promise<{ client: Socket; server: Socket }> {
  const accepted = new Promise<Socket>((resolve) => to.server.app.server.once('connection', resolve));
  const client = await openRaw(to.port);
  return { client, server: await accepted };
}

describe('the address that a trusted proxy tells', () => {
  it.each([
    ['version 1', v1Header(CLIENT)],
    ['version 2', v2Header({ tlvs: Buffer.from([0x04, 0, 2, 0, 0]) })],
  ])('is the peer: whom a forwarded header of its own does not hide (%s)', async (_name, header) => {
    const forged = ['X-Forwarded-For: 198.51.100.4', 'X-Request-Id: mine'];
    const text = await exchange(header, requestBytes('/x', [AUTH, ...forged]));
    expect(text).toMatch(/^HTTP\/1\.1 200 [^]*fine \/x/);
    expect(addressesAsked()).toEqual([CLIENT]);
    expect(upstream.values('x-forwarded-for')).toEqual([CLIENT]);
    expect(upstream.values('x-request-id')).not.toEqual(['mine']);
  });

  it('may be a trusted proxy in turn, whose forwarded header counts', async () => {
    await exchange(v1Header('10.1.2.3'), requestBytes('/x', [AUTH, 'X-Forwarded-For: 198.51.100.4']));
    expect(addressesAsked()).toEqual(['198.51.100.4']);
    expect(upstream.values('x-forwarded-for')).toEqual(['198.51.100.4, 10.1.2.3']);
  });

  it('is that of every request on the connection: of what came at once with the header, and of what comes later', async () => {
    const socket = await openRaw(port.port);
    const text = readToEnd(socket);
    socket.write(Buffer.concat([v2Header(), Buffer.from(keptAlive('/1') + keptAlive('/2'))]));
    await expect.poll(() => upstream.seen.length).toBe(2);
    socket.write(requestBytes('/3', [AUTH]));
    expect(await text).toMatch(/fine \/1[^]*fine \/2[^]*fine \/3/);
    expect(addressesAsked()).toEqual([CLIENT, CLIENT, CLIENT]);
  });

  it.each([
    ['LOCAL', v2Header({ command: 0x20 } satisfies V2Options)],
    ['UNKNOWN', Buffer.from('PROXY UNKNOWN\r\n')],
  ])('is its own on a connection of its own, for which no forwarded header counts (%s)', async (_name, header) => {
    const text = await exchange(header, requestBytes('/x', [AUTH, 'X-Forwarded-For: 198.51.100.4']));
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(addressesAsked()).toEqual(['127.0.0.1']);
  });
});

describe('bytes', () => {
  it.each([
    ['1', v1Header(CLIENT)],
    ['2', v2Header()],
  ])('may be split anywhere in a header of version %s and behind it', async (_version, header) => {
    const bytes = Buffer.concat([header, Buffer.from(requestBytes('/split', [AUTH]))]);
    for (let at = 1; at < header.length + 5; at += 1) {
      const { client, server } = await open(port);
      const text = readToEnd(client);
      client.write(bytes.subarray(0, at));
      await expect.poll(() => server.bytesRead, { interval: 1 }).toBe(at);
      client.write(bytes.subarray(at));
      expect(parseAnswer(await text), String(at)).toMatchObject({ status: 200 });
    }
    expect(new Set(addressesAsked())).toEqual(new Set([CLIENT]));
  });

  it('of a large body right behind the header all reach the upstream', async () => {
    answer = (req, res) => {
      const hash = createHash('sha256');
      req.on('data', (chunk: Buffer) => hash.update(chunk)).on('end', () => res.end(hash.digest('hex')));
    };
    const body = 'abcdefghijk'.repeat(300_000);
    const length = `Content-Length: ${String(body.length)}`;
    const text = await exchange(v2Header(), requestBytes('/x', [AUTH, length], { method: 'POST', body }));
    expect(text).toContain(createHash('sha256').update(body).digest('hex'));
  });

  it('that are no HTTP are answered as ever, behind a header', async () => {
    expect(await exchange(v1Header(CLIENT), 'GARBAGE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('a connection is closed without an answer', () => {
  const unasked = (): void => expect([port.verifier.asked, port.answered, upstream.seen]).toEqual([[], [], []]);

  it.each([
    ['has no header', Buffer.alloc(0)],
    ['has a malformed one', v2Header({ family: 0x31 })],
    ['has two', Buffer.concat([v1Header(CLIENT), v1Header('198.51.100.4')])],
  ])('that %s', async (name, header) => {
    const text = await exchange(header);
    if (name === 'has two') return expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toBe('');
    expect(port.refused).toEqual(['malformed_proxy_header']);
    unasked();
  });

  it('that ends within its header', async () => {
    const socket = await openRaw(port.port);
    socket.end(v1Header(CLIENT).subarray(0, 20));
    expect(await readToEnd(socket)).toBe('');
    expect(port.refused).toEqual(['malformed_proxy_header']);
  });

  it('that is not from a trusted proxy, whatever it says', async () => {
    await using other = await startPort(upstream.url, { ...ON, trusted: ['10.0.0.0/8'] });
    for (const header of [v1Header('10.1.2.3'), Buffer.alloc(0)])
      expect(await exchange(header, undefined, other)).toBe('');
    expect(other.refused).toEqual(['untrusted_peer', 'untrusted_peer']);
    expect(other.logs.filter((line) => line.includes('untrusted_peer'))).toHaveLength(1);
    unasked();
  });

  it.each([
    ['begun', 'PROXY TCP4 203'],
    ['not begun', ''],
  ])('whose header is not there in time (%s)', async (_name, begun) => {
    await using other = await startPort(upstream.url, { ...ON, timeouts: { clientHeadersMs: SHORT_MS } });
    expect(await exchange(Buffer.from(begun), '', other)).toBe('');
    expect(other.refused).toEqual(['proxy_header_timeout']);
  });

  it('but with one where the header came in time and the head of the request did not', async () => {
    await using other = await startPort(upstream.url, { ...ON, timeouts: { clientHeadersMs: LONGER_MS } });
    expect(await exchange(v1Header(CLIENT), 'GET / HT', other)).toMatch(/^HTTP\/1\.1 408 /);
    expect(other.refused).toEqual([]);
  });
});

describe('a connection that only looks whether the port is open', () => {
  it('is no refusal, whether it ends or breaks', async () => {
    for (const leave of ['end', 'resetAndDestroy'] as const) {
      const { client, server } = await open(port);
      const gone = new Promise((resolve) => server.once('close', resolve));
      client[leave]();
      await gone;
    }
    expect(port.refused).toEqual([]);
  });

  it('is none either where it was gone before it could be accepted', () => {
    const gone = new Socket();
    port.server.app.server.emit('connection', gone);
    expect({ destroyed: gone.destroyed, refused: port.refused }).toEqual({ destroyed: true, refused: [] });
  });
});

describe('where no header is expected', () => {
  it('one is no request', async () => {
    await using plain = await startPort(upstream.url, { trusted: ON.trusted });
    expect(await exchange(v1Header(CLIENT), undefined, plain)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('the stop', () => {
  it('does not wait for headers or idle connections, and lets requests under way finish', async () => {
    let release = (): void => {};
    answer = (_req, res) => void (release = () => res.end('late'));
    const stopping = await startPort(upstream.url, ON);
    const { client: begun, server } = await open(stopping);
    begun.write('PROXY');
    await expect.poll(() => server.bytesRead).toBe(5);
    const { client: idle, server: idleServer } = await open(stopping);
    idle.write(v1Header(CLIENT));
    await expect.poll(() => idleServer.bytesRead).toBe(v1Header(CLIENT).length);
    const running = await openRaw(stopping.port);
    running.write(Buffer.concat([v2Header(), Buffer.from(keptAlive('/x'))]));
    await expect.poll(() => upstream.seen.length).toBe(1);
    const texts = [begun, idle, running].map(readToEnd);
    const closed = stopping.server.close(60_000);
    expect(await Promise.all(texts.slice(0, 2))).toEqual(['', '']);
    release();
    expect(await texts[2]).toMatch(/^HTTP\/1\.1 200 [^]*late/);
    await closed;
    expect(stopping.refused).toEqual([]);
  });
});
