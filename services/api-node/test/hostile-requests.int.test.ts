import type { Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keyText } from './kit/keys.ts';
import { type PublicPort, startPort, startUpstream, stopUpstream } from './kit/public-port.ts';
import { requestBytes, sendRaw } from './kit/raw-client.ts';

const KEY = keyText('live', 7);
const AUTH = `Authorization: Bearer ${KEY}`;
const get = (target: string, ...headers: string[]): string => requestBytes(target, [AUTH, ...headers]);
const withHeaders = (...headers: string[]): string => requestBytes('/x', headers);
const flip = (text: string): string => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');

interface Case {
  readonly name: string;
  readonly bytes: string;
  readonly status: number;
  readonly code: string;
}

const bad = (name: string, bytes: string, status: number, code: string): Case => ({ name, bytes, status, code });
const malformed = (name: string, bytes: string): Case => bad(name, bytes, 400, 'malformed_request');
const noToken = (name: string, ...headers: string[]): Case => bad(name, withHeaders(...headers), 401, 'missing_bearer');
const badToken = (name: string, ...headers: string[]): Case =>
  bad(name, withHeaders(...headers), 401, 'malformed_token');

const TARGETS: readonly Case[] = [
  malformed('absolute-form', get('http://169.254.169.254/latest')),
  malformed('absolute-form of the upstream', get('http://api.example/x')),
  malformed('other scheme', get('ftp://api.example/x')),
  malformed('network path', get('//evil.example/x')),
  malformed('only slashes', get('//')),
  malformed('backslash for the second slash', get('/\\evil.example')),
  malformed('backslash in the path', get('/a\\b')),
  malformed('asterisk-form', requestBytes('*', [AUTH], { method: 'OPTIONS' })),
  malformed('authority-form', requestBytes('evil.example:443', [AUTH], { method: 'CONNECT' })),
  malformed('authority-form in GET', get('evil.example:443')),
  malformed('no slash', get('x')),
  malformed('fragment', get('/a#b')),
  malformed('fragment in the query', get('/a?b#c')),
  malformed('control byte', get('/a\x01b')),
  malformed('zero byte', get('/a\0b')),
  malformed('delete byte', get('/a\x7fb')),
  malformed('tab', get('/a\tb')),
  malformed('space in the target', get('/a b')),
  malformed('byte above ASCII', get('/caf\xe9')),
  malformed('UTF-8', get('/caf\xc3\xa9')),
  malformed('network path to the reserved paths', get('//_keyledger/x')),
  malformed('backslash below the reserved paths', get('/_keyledger/\\x')),
  bad('unknown reserved path', get('/_keyledger/unknown'), 404, 'not_found'),
  bad('reserved path that is no URL', get('/_keyledger/%zz'), 404, 'not_found'),
  bad('reserved path by another method', get('/_keyledger/revoke-by-secret'), 404, 'not_found'),
];

const CREDENTIALS: readonly Case[] = [
  noToken('no header'),
  noToken('empty header', 'Authorization:'),
  noToken('bare scheme', 'Authorization: Bearer'),
  noToken('bare scheme and spaces', 'Authorization: Bearer   '),
  noToken('other scheme', 'Authorization: Basic a2V5Og=='),
  noToken('scheme glued to the key', `Authorization: Bearer${KEY}`),
  noToken('key without a scheme', `Authorization: ${KEY}`),
  noToken('key in another header', `X-Api-Key: ${KEY}`),
  bad('key in the query', requestBytes(`/x?api_key=${KEY}`), 401, 'missing_bearer'),
  badToken('two words', `Authorization: Bearer ${KEY} ${KEY}`),
  badToken('two keys by comma', `Authorization: Bearer ${KEY}, Bearer ${KEY}`),
  badToken('the header twice', AUTH, AUTH),
  badToken('the header twice, other scheme first', 'Authorization: Basic a2V5Og==', AUTH),
  badToken('the header twice in other case', AUTH, `authorization: Bearer ${keyText('live', 8)}`),
  badToken('the header twice, both empty', 'Authorization:', 'Authorization:'),
  badToken('wrong checksum', `Authorization: Bearer ${flip(KEY)}`),
  badToken('too short', `Authorization: Bearer ${KEY.slice(0, -1)}`),
  badToken('too long', `Authorization: Bearer ${KEY}0`),
  badToken('unknown prefix', `Authorization: Bearer xx${KEY.slice(2)}`),
  badToken('quoted', `Authorization: Bearer "${KEY}"`),
  badToken('bytes above ASCII', 'Authorization: Bearer k\xc3\xa9y'),
  bad(
    'key of another environment',
    withHeaders(`Authorization: Bearer ${keyText('test', 7)}`),
    401,
    'test_prefix_not_allowed',
  ),
];

const post = (...headers: string[]): string =>
  requestBytes('/x', [AUTH, ...headers], { method: 'POST', body: '0\r\n\r\n' });
const raw = (...lines: string[]): string => `${lines.join('\r\n')}\r\n\r\n`;

const HEADS: readonly Case[] = [
  malformed('length and chunked', post('Content-Length: 5', 'Transfer-Encoding: chunked')),
  malformed('two lengths', post('Content-Length: 5', 'Content-Length: 6')),
  malformed('negative length', post('Content-Length: -5')),
  malformed('length that is no number', post('Content-Length: 5x')),
  malformed('other transfer coding', post('Transfer-Encoding: gzip, chunked')),
  malformed('chunked twice', post('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')),
  malformed('almost chunked', post('Transfer-Encoding: xchunked')),
  malformed('chunked in HTTP/1.0', raw('POST /x HTTP/1.0', 'Host: a', AUTH, 'Transfer-Encoding: chunked')),
  malformed(
    'bad chunk size',
    requestBytes('/x', [AUTH, 'Transfer-Encoding: chunked'], { method: 'POST', body: 'zz\r\n' }),
  ),
  malformed('two hosts', get('/x', 'Host: other.example')),
  malformed('no host', raw('GET /x HTTP/1.1', AUTH)),
  malformed('host with a path', raw('GET /x HTTP/1.1', 'Host: a/b', AUTH)),
  malformed('folded header', raw('GET /x HTTP/1.1', 'Host: a', 'X-A: b', ' c', AUTH)),
  malformed('space before the colon', raw('GET /x HTTP/1.1', 'Host: a', `Authorization : Bearer ${KEY}`)),
  malformed('header without a colon', raw('GET /x HTTP/1.1', 'Host: a', 'nonsense', AUTH)),
  malformed('control byte in a header', get('/x', 'X-A: b\x01c')),
  malformed('unknown method', raw('BREW /x HTTP/1.1', 'Host: a', AUTH)),
  malformed('unknown protocol version', raw('GET /x HTTP/9.9', 'Host: a', AUTH)),
  malformed('no protocol', raw('GET /x', 'Host: a', AUTH)),
  malformed('HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  malformed('TLS to a plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'),
  bad('one megabyte of header', get('/x', `X-A: ${'a'.repeat(1_000_000)}`), 431, 'headers_too_large'),
  bad('one megabyte of target', get(`/${'a'.repeat(1_000_000)}`), 431, 'headers_too_large'),
  bad('other expectation', get('/x', 'Expect: 200-ok'), 417, 'expectation_failed'),
  bad('websocket', get('/x', 'Connection: Upgrade', 'Upgrade: websocket'), 501, 'upgrade_not_supported'),
  bad('unknown upgrade', get('/x', 'Connection: upgrade', 'Upgrade: h2c, spdy'), 501, 'upgrade_not_supported'),
];

describe('hostile requests', () => {
  let contacted = 0;
  let upstream: Server;
  let port: PublicPort;

  beforeAll(async () => {
    const started = await startUpstream((_req, res) => {
      contacted += 1;
      res.end();
    });
    upstream = started.server;
    port = await startPort(started.url);
  });
  afterAll(async () => {
    await port[Symbol.asyncDispose]();
    await stopUpstream(upstream);
  });
  beforeEach(() => {
    contacted = 0;
    port.verifier.asked.length = 0;
  });

  it.each([...TARGETS, ...CREDENTIALS, ...HEADS])(
    '$name is answered $status $code and reaches neither verifier nor upstream',
    async ({ bytes, status, code }) => {
      const answer = await sendRaw(port.port, bytes);
      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.body)).toMatchObject({ reason_code: code, field: null });
      expect(answer.headers.get('x-request-id')?.[0]).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.headers.get('cache-control')).toEqual(['no-store']);
      // The verifier is asked before the body is read, so a bad chunk is found out only later.
      expect(port.verifier.asked.length).toBeLessThanOrEqual(
        code === 'malformed_request' && bytes.includes('zz\r\n') ? 1 : 0,
      );
      expect(contacted).toBe(0);
      expect(port.logs.join('\n')).not.toContain(KEY.slice(12));
    },
  );
});
