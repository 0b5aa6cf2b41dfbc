import { execFile } from 'node:child_process';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SendOptions, sendWebhook } from '../src/index.ts';

let server: Server;
let port: number;
let requests: { readonly headers: IncomingMessage['headers']; readonly body: string; readonly method: string }[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  requests = [];
  answer = (response) => response.writeHead(204).end();
  server = createServer((request, response) => {
    void text(request).then((body) => {
      requests.push({ headers: request.headers, body, method: request.method ?? '' });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const never = new AbortController().signal;
const send = (url: string, options: Partial<SendOptions> = {}) =>
  sendWebhook(url, { 'webhook-id': 'msg_1' }, '{"a":"ü"}', {
    ...{ allowPrivate: true, timeoutMs: 30_000, signal: never },
    ...options,
  });
const here = (host = '127.0.0.1'): string => `http://${host}:${String(port)}/hook?x=1`;

/** Answers these addresses, whatever the name; `asked` counts. */
function names(...addresses: string[]) {
  const resolver = {
    asked: 0,
    lookup: async () => {
      resolver.asked += 1;
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  };
  return resolver;
}

test('the bytes and headers arrive as they were signed', async () => {
  expect(await send(here())).toEqual({ delivered: true });
  expect(requests).toMatchObject([
    {
      method: 'POST',
      body: '{"a":"ü"}',
      headers: { 'webhook-id': 'msg_1', 'content-type': 'application/json', 'content-length': '10' },
    },
  ]);
});

describe('an attempt has failed', () => {
  test.each([400, 404, 429, 500, 503])('when it is answered with %i', async (status) => {
    answer = (response) => response.writeHead(status).end();
    expect(await send(here())).toMatchObject({ why: `answered ${String(status)}`, gone: false, retryAfter: null });
  });

  test('and the receiver wants no more with 410', async () => {
    answer = (response) => response.writeHead(410).end();
    expect(await send(here())).toMatchObject({ delivered: false, gone: true });
  });

  test.each([
    [429, '120'],
    [503, '120'],
    [500, null],
  ])('with %i, and when to come again is told as %j', async (status, retryAfter) => {
    answer = (response) => response.writeHead(status, { 'retry-after': '120' }).end();
    expect(await send(here())).toMatchObject({ delivered: false, retryAfter });
  });

  test('by a redirect, which is not followed', async () => {
    answer = (response) => response.writeHead(307, { location: here() }).end();
    expect(await send(here())).toMatchObject({ why: 'answered 307' });
    expect(requests).toHaveLength(1);
  });

  test('when there is no answer in time', async () => {
    answer = () => undefined;
    expect(await send(here(), { timeoutMs: 50 })).toMatchObject({ why: 'no answer in time' });
  });

  test('when the header of the answer is endless', async () => {
    answer = (response) => response.writeHead(200, { 'x-long': 'a'.repeat(20_000) }).end();
    expect(await send(here())).toMatchObject({ why: 'not reached: HPE_HEADER_OVERFLOW' });
  });

  test('when answers before the answer have no end, which is not waited for', async () => {
    answer = (response) => {
      const early = (): void => void response.socket?.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100));
      const more = setInterval(early);
      response.socket?.on('close', () => clearInterval(more));
    };
    expect(await send(here(), { timeoutMs: 60_000 })).toMatchObject({ why: 'no answer, but many before it' });
  });

  test('when the answer is another protocol', async () => {
    answer = (response) => {
      response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
    };
    expect(await send(here())).toMatchObject({ delivered: false });
  });

  test('when the process stops', async () => {
    const stop = new AbortController();
    answer = () => stop.abort();
    expect(await send(here(), { signal: stop.signal })).toMatchObject({ delivered: false });
  });

  test('when nobody listens there', async () => {
    const gone = here();
    await new Promise((resolve) => server.close(resolve));
    expect(await send(gone)).toMatchObject({ why: 'not reached: ECONNREFUSED' });
  });

  test('when the name is not known', async () => {
    const lookup = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    expect(await send(here('hook.example'), { lookup })).toMatchObject({ why: 'not reached: ENOTFOUND' });
  });
});

test('a proxy of the environment is not used', async () => {
  const proxy = 'http://127.0.0.1:9';
  const script = `
    import { get } from 'node:http';
    import { sendWebhook } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)};
    const url = ${JSON.stringify(here())};
    const others = await new Promise((resolve) => get(url, () => resolve('direct')).on('error', ({ code }) => resolve(code)));
    const signal = new AbortController().signal;
    const { delivered } = await sendWebhook(url, {}, '{}', { allowPrivate: true, timeoutMs: 30_000, signal });
    console.log(JSON.stringify({ others, delivered }));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script],
    { env: { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy } },
  );
  expect(JSON.parse(stdout)).toEqual({ others: 'ECONNREFUSED', delivered: true });
});

test('what comes before the answer is none', async () => {
  answer = (response) => {
    response.writeEarlyHints({ link: '</a>; rel=preload' });
    response.writeHead(204).end();
  };
  expect(await send(here())).toEqual({ delivered: true });
});

test('an answer whose body has no end is not read, and its connection is closed', async () => {
  const closed = Promise.withResolvers<void>();
  answer = (response) => {
    const more = setInterval(() => response.write('a'.repeat(1_000)));
    response.on('close', () => {
      clearInterval(more);
      closed.resolve();
    });
  };
  expect(await send(here(), { timeoutMs: 60_000 })).toEqual({ delivered: true });
  await closed.promise;
});

test('it is connected to the address that was looked up, and nothing is looked up again', async () => {
  const resolver = names('127.0.0.1');
  expect(await send(here('hook.example'), resolver)).toEqual({ delivered: true });
  expect([resolver.asked, requests[0]?.headers.host]).toEqual([1, `hook.example:${String(port)}`]);
});

describe('what is not public is not connected to', () => {
  const guarded = { allowPrivate: false };

  test.each(['http://hook.example/', 'ftp://hook.example/', 'file:///etc/passwd', 'nothing'])('%s', async (url) => {
    expect(await send(url, guarded)).toMatchObject({ why: 'not an https address' });
  });

  test.each(['127.0.0.1', '[::1]', '10.0.0.1', '169.254.169.254', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1'])(
    'https://%s',
    async (host) => {
      expect(await send(`https://${host}:${String(port)}/`, guarded)).toMatchObject({ why: 'not a public address' });
    },
  );

  test.each([[['127.0.0.1']], [['1.1.1.1', '10.0.0.1']], [['fd00::1']], [[]]])(
    'a name that leads to %j',
    async (to) => {
      const url = `https://hook.example:${String(port)}/`;
      expect(await send(url, { ...guarded, ...names(...to) })).toMatchObject({ why: 'not a public address' });
      expect(requests).toEqual([]);
    },
  );
});
