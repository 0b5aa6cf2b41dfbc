import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { keyText } from './kit/keys.ts';
import { openRaw, readToEnd, requestBytes, sendRaw } from './kit/raw-client.ts';
import { sharedPort } from './kit/shared-port.ts';

const KEY = keyText('live', 9);
const AUTH = `Authorization: Bearer ${KEY}`;

const shared = sharedPort();

const pipelined = (...paths: readonly string[]): string =>
  paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n${AUTH}\r\n\r\n`).join('');
const targets = (): string[] => shared.upstream.seen.map(({ target }) => target);

describe('a connection', () => {
  it('goes on over the same connection, also after a refused body', async () => {
    shared.port.verifier.refuses('revoked_key');
    const socket = await openRaw(shared.port.port);
    const body = 'x'.repeat(200_000);
    socket.write(`POST /a HTTP/1.1\r\nHost: a\r\n${AUTH}\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`);
    socket.write(requestBytes('/b', [AUTH]));
    const text = await readToEnd(socket);
    expect(text.match(/HTTP\/1\.1 401/g)).toHaveLength(2);
  });

  it('is the good answer before the bad one, where a malformed request follows', async () => {
    shared.answer = (_req, res) => setImmediate(() => res.end('first'));
    const answer = await sendRaw(shared.port.port, `GET /a HTTP/1.1\r\nHost: a\r\n${AUTH}\r\n\r\nGARBAGE\r\n\r\n`);
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/first[^]*HTTP\/1\.1 400/);
  });

  it('has one request under way, however many it sends at once', async () => {
    const first = Promise.withResolvers<ServerResponse>();
    shared.answer = ({ url }, res) => void (url === '/1' ? first.resolve(res) : res.end(url));
    const socket = await openRaw(shared.port.port);
    socket.write(`${pipelined('/1', '/2', '/3')}${requestBytes('/4', [AUTH])}`);
    const text = readToEnd(socket);
    const answer = await first.promise;
    expect((await sendRaw(shared.port.port, requestBytes('/other', [AUTH]))).body).toBe('/other');
    expect(targets()).toEqual(['/1', '/other']);
    answer.end('/1');
    expect((await text).match(/\/\d(?=HTTP|$)/g)).toEqual(['/1', '/2', '/3', '/4']);
    expect(shared.port.answered).toEqual(Array(5).fill({ outcome: 'forwarded', status: 200 }));
  });

  it('takes those with it whose turn had not come, when it ends', async () => {
    const left = new Promise((resolve) => {
      shared.answer = (_req, res) => void res.once('close', resolve).write('some');
    });
    const socket = await openRaw(shared.port.port);
    socket.once('data', () => socket.destroy());
    socket.write(pipelined('/1', '/2', '/3'));
    await left;
    expect((await sendRaw(shared.port.port, requestBytes('/', []))).status).toBe(401);
    expect(targets()).toEqual(['/1']);
    expect(shared.port.answered).toContainEqual({ outcome: 'client_closed', status: 499 });
  });

  it('is ended where more requests wait than any client needs', async () => {
    shared.answer = () => undefined;
    const socket = await openRaw(shared.port.port);
    socket.write(pipelined(...Array.from({ length: 102 }, (_, index) => `/${String(index)}`)));
    expect(await readToEnd(socket)).toBe('');
    expect(targets().length).toBeLessThanOrEqual(1);
  });

  it('is asked for the body only after the key was found good', async () => {
    const head = `POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${AUTH}\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`;
    const socket = await openRaw(shared.port.port);
    socket.once('data', () => socket.write('hi'));
    socket.write(head);
    const text = await readToEnd(socket);
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/);
    expect(shared.upstream.values('expect')).toEqual([]);
    shared.port.verifier.refuses('revoked_key');
    expect((await sendRaw(shared.port.port, head)).status).toBe(401);
  });

  it('serves a client that offers h2c in HTTP/1.1', async () => {
    const offer = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAA'];
    const answer = await sendRaw(shared.port.port, requestBytes('/x', [AUTH, ...offer]));
    expect(answer.status).toBe(200);
    expect(shared.upstream.values('upgrade')).toEqual([]);
    expect(shared.upstream.values('http2-settings')).toEqual([]);
  });
});

describe('an upload that nobody reads any more', () => {
  it.each([
    ['was answered early', 413, (_req: IncomingMessage, res: ServerResponse) => void res.writeHead(413).end()],
    ['failed', 502, (req: IncomingMessage) => void req.socket.destroy()],
  ])('and that %s leaves the connection usable', async (_name, status, behaviour) => {
    shared.answer = (req, res) => (req.url === '/next' ? void res.end('next') : behaviour(req, res));
    const rest = 'x'.repeat(3_000_000);
    const socket = await openRaw(shared.port.port);
    const length = `Content-Length: ${String(rest.length + 1)}`;
    socket.write(`POST /x HTTP/1.1\r\nHost: a\r\n${AUTH}\r\n${length}\r\n\r\nx`);
    const text = readToEnd(socket);
    await expect.poll(() => shared.upstream.seen.length).toBe(1);
    socket.write(rest);
    socket.write(requestBytes('/next', [AUTH]));
    expect(await text).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} [^]*HTTP/1\\.1 200 [^]*next`));
  });
});
