import type { RequestListener, Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyText } from './kit/keys.ts';
import { startPort, startUpstream, stopUpstream } from './kit/public-port.ts';
import { openRaw, readToEnd, requestBytes } from './kit/raw-client.ts';

const AUTH = `Authorization: Bearer ${keyText('live', 3)}`;

let listener: RequestListener;
let upstream: Server;
let url: URL;

beforeAll(async () => {
  const started = await startUpstream((req, res) => listener(req, res));
  upstream = started.server;
  url = started.url;
});
afterAll(() => stopUpstream(upstream));

describe('the stop', () => {
  it('lets requests under way finish, idle connections or not, and takes no new ones', async () => {
    let release = (): void => {};
    listener = (_req, res) => void (release = () => res.end('late'));
    const stopping = await startPort(url);
    const idle = await openRaw(stopping.port);
    const running = await openRaw(stopping.port);
    running.write(`GET /x HTTP/1.1\r\nHost: a\r\n${AUTH}\r\n\r\n`);
    await new Promise((resolve) => upstream.once('request', resolve));
    const text = readToEnd(running);
    const idleEnd = readToEnd(idle);
    const closed = stopping.server.close(5_000);
    await idleEnd;
    await expect(openRaw(stopping.port)).rejects.toThrow('ECONNREFUSED');
    release();
    expect(await text).toMatch(/^HTTP\/1\.1 200 [^]*late/);
    await closed;
  });

  it('ends what is left after the deadline', async () => {
    listener = () => {};
    const stopping = await startPort(url);
    const running = await openRaw(stopping.port);
    running.write(requestBytes('/x', [AUTH]));
    await new Promise((resolve) => upstream.once('request', resolve));
    const text = readToEnd(running);
    await stopping.server.close(50);
    expect(await text).toBe('');
  });
});
