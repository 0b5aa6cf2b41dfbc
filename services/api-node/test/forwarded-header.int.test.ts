import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ForwardedHeader } from '../src/http/peer.ts';
import { keyText } from './kit/keys.ts';
import { v1Header } from './kit/proxy-headers.ts';
import { type PublicPort, startPort } from './kit/public-port.ts';
import { requestBytes, sendRaw } from './kit/raw-client.ts';
import { RecordingUpstream } from './kit/recording-upstream.ts';

const AUTH = `Authorization: Bearer ${keyText('live', 23)}`;
const trusted = ['127.0.0.1', '10.0.0.0/8'];

/** All that the client has written itself, and a proxy that writes the other family has passed on unread. */
const FORGED: Record<ForwardedHeader, readonly string[]> = {
  'x-forwarded-for': [
    'Forwarded: for=6.6.6.6;proto=https;host=forged.example',
    'FORWARDED: for=6.6.6.6',
    'Forwarded_For: 6.6.6.6',
  ],
  forwarded: [
    'X-Forwarded-For: 6.6.6.6',
    'X_Forwarded_For: 6.6.6.6',
    'X-Forwarded-Proto: https',
    'X-Forwarded-Host: forged.example',
    'X-Forwarded-Port: 6666',
    'X-Forwarded-Prefix: /forged',
    'X-Forwarded: for=6.6.6.6',
    'Forwarded-For: 6.6.6.6',
    'X-Original-Forwarded-For: 6.6.6.6',
  ],
};

let upstream: RecordingUpstream;
/** Behind proxies that tell by each of the two. */
let ports: Record<ForwardedHeader, PublicPort>;
/** Trusts nobody, and would read `Forwarded`. */
let open: PublicPort;
/** The same by the PROXY protocol. */
let balanced: PublicPort;

beforeAll(async () => {
  upstream = await RecordingUpstream.start();
  ports = {
    'x-forwarded-for': await startPort(upstream.url, { trusted }),
    forwarded: await startPort(upstream.url, { trusted, forwardedHeader: 'forwarded' }),
  };
  open = await startPort(upstream.url, { forwardedHeader: 'forwarded' });
  balanced = await startPort(upstream.url, { trusted, forwardedHeader: 'forwarded', proxyProtocol: true });
});
afterAll(async () => {
  for (const port of [...Object.values(ports), open, balanced]) await port[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});
beforeEach(() => void (upstream.seen.length = 0));

/** Whose address was asked about; null where it was not known. */
async function addressOf(port: PublicPort, headers: readonly string[], before = ''): Promise<unknown> {
  port.verifier.asked.length = 0;
  const answer = await sendRaw(port.port, before + requestBytes('/x', [AUTH, ...headers]));
  expect(answer.status).toBe(200);
  return port.verifier.asked[0]?.clientAddress;
}

/** What the upstream was told of where the last request came from, under whatever name. */
const told = (): unknown =>
  Object.fromEntries((upstream.seen.at(-1)?.headers ?? []).filter(([name]) => name.includes('forwarded')));

describe('where trusted proxies write Forwarded', () => {
  it('it tells the address, and the upstream as X-Forwarded-*', async () => {
    const headers = [
      'Forwarded: for=6.6.6.6;host=forged.example',
      'Forwarded: for="[2001:db8::7]:4711";proto=https;host="api.example:8443", for=10.1.1.1;proto=http',
      'forwarded: for=10.2.2.2',
    ];
    expect(await addressOf(ports.forwarded, headers)).toBe('2001:db8::7');
    expect(told()).toEqual({
      'x-forwarded-for': '2001:db8::7, 10.1.1.1, 10.2.2.2, 127.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'api.example:8443',
    });
  });

  it.each(['for=unknown', 'for=_hidden', 'proto=http', 'for=203.0.113.9;for=203.0.113.9', 'for="203.0.113.9'])(
    'the address is not known where they write %s',
    async (header) => {
      expect(await addressOf(ports.forwarded, [`Forwarded: for=203.0.113.9, ${header}`])).toBeNull();
      expect(told()).toMatchObject({ 'x-forwarded-for': 'unknown, 127.0.0.1', 'x-forwarded-host': 'api.example' });
    },
  );

  it('a request without it is the proxy’s own', async () => {
    expect(await addressOf(ports.forwarded, [])).toBe('127.0.0.1');
    expect(told()).toEqual({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'api.example',
    });
  });

  it('they name requests still', async () => {
    await addressOf(ports.forwarded, ['X-Request-Id: abc-1', 'X-Real-IP: 203.0.113.9']);
    expect([upstream.values('x-request-id'), upstream.values('x-real-ip')]).toEqual([['abc-1'], ['203.0.113.9']]);
  });

  it('it counts for nothing from anybody else', async () => {
    expect(await addressOf(open, ['Forwarded: for=203.0.113.9;proto=https;host=forged.example'])).toBe('127.0.0.1');
    expect(JSON.stringify(told())).not.toMatch(/203|https|forged/);
  });

  it.each([
    ['10.1.2.3', '203.0.113.9', '203.0.113.9, 10.1.2.3'],
    ['198.51.100.4', '198.51.100.4', '198.51.100.4'],
  ])('it counts on a connection of %s by the PROXY protocol if that is one of them', async (source, client, hops) => {
    const headers = ['Forwarded: for=203.0.113.9', 'X-Forwarded-For: 6.6.6.6'];
    expect(await addressOf(balanced, headers, v1Header(source).toString())).toBe(client);
    expect(told()).toMatchObject({ 'x-forwarded-for': hops });
  });
});

describe('what a client writes in the family that its proxy does not', () => {
  const own: Record<ForwardedHeader, string> = {
    'x-forwarded-for': 'X-Forwarded-For: 203.0.113.9',
    forwarded: 'Forwarded: for=203.0.113.9',
  };

  it.each(['x-forwarded-for', 'forwarded'] as const)('hides nobody, where the proxy writes %s', async (header) => {
    for (const forged of FORGED[header]) {
      expect(await addressOf(ports[header], [forged]), forged).toBe('127.0.0.1');
      expect(await addressOf(ports[header], [forged, own[header]]), forged).toBe('203.0.113.9');
      expect(await addressOf(ports[header], [own[header], forged]), forged).toBe('203.0.113.9');
    }
  });

  it.each(['x-forwarded-for', 'forwarded'] as const)('reaches no upstream, where it writes %s', async (header) => {
    await addressOf(ports[header], [own[header], ...FORGED[header]]);
    const expected = {
      'x-forwarded-for': '203.0.113.9, 127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'api.example',
    };
    expect(told()).toEqual(expected);
  });
});
