import { requestBytes } from '../../../services/api-node/test/kit/raw-client.ts';
import { unknownKey } from '../../kit/keys.ts';
import type { HttpRow } from './http-row.ts';
import type { Things } from './things.ts';

const MEGABYTE = 1_048_576;

type Row = readonly [title: string, bytes: string, answer: keyof typeof STATUS];

const STATUS = {
  malformed_request: 400,
  missing_bearer: 401,
  malformed_token: 401,
  invalid_key: 401,
  revoked_key: 401,
  disabled_key: 401,
  test_prefix_not_allowed: 401,
  not_found: 404,
  payload_too_large: 413,
  expectation_failed: 417,
  headers_too_large: 431,
  upgrade_not_supported: 501,
} as const;

/** security.md, "Requests through the node": only an origin-form target is accepted, and it is never resolved. */
function targets({ secret }: Things): readonly Row[] {
  const bad = (title: string, target: string, method = 'GET'): Row => {
    const bytes = requestBytes(target, [`Authorization: Bearer ${secret}`], { method });
    return [`target: ${title}`, bytes, 'malformed_request'];
  };
  return [
    bad('absolute-form of a metadata service', 'http://169.254.169.254/latest/meta-data'),
    bad('absolute-form with a user', 'http://user@127.0.0.1/hello'),
    bad('another scheme', 'file:///etc/passwd'),
    bad('a network path', '//evil.example/hello'),
    bad('a network path by backslash', '/\\evil.example/hello'),
    bad('a backslash inside', '/hello\\..\\x'),
    bad('asterisk-form', '*', 'OPTIONS'),
    bad('authority-form', 'evil.example:443', 'CONNECT'),
    bad('authority-form by GET', 'evil.example:443'),
    bad('no slash', 'hello'),
    bad('a fragment', '/hello#x'),
    bad('a zero byte', '/hel\0lo'),
    bad('a control character', '/hel\x01lo'),
    bad('a tab', '/hel\tlo'),
    bad('a blank', '/hel lo'),
    bad('a delete character', '/hel\x7flo'),
    bad('a carriage return', '/hel\rlo'),
    bad('bytes that are no UTF-8', '/hel\xff\xfelo'),
    bad('UTF-8 that is not escaped', '/caf\xc3\xa9'),
    bad('the upstream, with the secret in the target', `http://127.0.0.1/?key=${secret}`),
    bad('a network path with the secret', `//${secret}@evil.example/`),
    ['target: a path of the node that is none', requestBytes('/_keyledger/keys', []), 'not_found'],
    ['target: a path of the node with a bad escape', requestBytes(`/_keyledger/%zz${secret}`, []), 'not_found'],
  ];
}

function credentials({ secret, otherSecret, adminToken, revokedSecret, pausedSecret }: Things): readonly Row[] {
  const bad = (title: string, answer: Row[2], ...headers: string[]): Row => [
    `credentials: ${title}`,
    requestBytes('/hello', headers),
    answer,
  ];
  const good = `Authorization: Bearer ${secret}`;
  const flipped = secret.slice(0, -1) + (secret.endsWith('0') ? '1' : '0');
  return [
    bad('none', 'missing_bearer'),
    bad('a bare scheme', 'missing_bearer', 'Authorization: Bearer'),
    bad('another scheme', 'missing_bearer', `Authorization: Basic ${Buffer.from(`x:${secret}`).toString('base64')}`),
    bad('no scheme', 'missing_bearer', `Authorization: ${secret}`),
    bad('in another header', 'missing_bearer', `X-Api-Key: ${secret}`),
    bad('in a cookie', 'missing_bearer', `Cookie: key=${secret}`),
    ['credentials: in the query', requestBytes(`/hello?key=${secret}`), 'missing_bearer'],
    ['credentials: in the path', requestBytes(`/hello/${secret}`), 'missing_bearer'],
    bad('the header twice', 'malformed_token', good, good),
    bad('the header twice, with two keys', 'malformed_token', good, `authorization: Bearer ${otherSecret}`),
    bad('the header twice, one empty', 'malformed_token', 'Authorization:', good),
    bad('two words', 'malformed_token', `${good} ${otherSecret}`),
    bad('two by comma', 'malformed_token', `${good}, Bearer ${otherSecret}`),
    bad('a wrong checksum', 'malformed_token', `Authorization: Bearer ${flipped}`),
    bad('a character too many', 'malformed_token', `${good}0`),
    bad('in quotes', 'malformed_token', `Authorization: Bearer "${secret}"`),
    bad('bytes above ASCII', 'malformed_token', 'Authorization: Bearer k\xc3\xa9y'),
    bad('the admin token', 'malformed_token', `Authorization: Bearer ${adminToken}`),
    bad('10 kB', 'malformed_token', `Authorization: Bearer ${secret.repeat(170)}`),
    bad('of another environment', 'test_prefix_not_allowed', `Authorization: Bearer ${unknownKey('test')}`),
    bad('a key that nobody made', 'invalid_key', `Authorization: Bearer ${unknownKey()}`),
    bad('a revoked key', 'revoked_key', `Authorization: Bearer ${revokedSecret}`),
    bad('a paused key', 'disabled_key', `Authorization: Bearer ${pausedSecret}`),
  ];
}

function framing({ secret }: Things): readonly Row[] {
  const auth = `Authorization: Bearer ${secret}`;
  const post = (title: string, headers: string[], body = ''): Row => [
    `framing: ${title}`,
    requestBytes('/echo', [auth, ...headers], { method: 'POST', body }),
    'malformed_request',
  ];
  const plain = (title: string, bytes: string): Row => [`framing: ${title}`, bytes, 'malformed_request'];
  return [
    post('two lengths', ['Content-Length: 1', 'Content-Length: 2'], 'ab'),
    post('a length and chunks', ['Content-Length: 3', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
    post('a negative length', ['Content-Length: -1']),
    post('a length that is no number', ['Content-Length: 1e3']),
    post('an unknown coding', ['Transfer-Encoding: gzip'], 'ab'),
    post('chunked twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
    post('a name with a blank', ['Content-Length : 2'], 'ab'),
    post('a folded header', ['X-Folded: a\r\n b']),
    post('a zero byte in a header', ['X-Zero: a\0b']),
    post('a header without a name', [': x']),
    plain('no host', `GET /hello HTTP/1.1\r\n${auth}\r\nConnection: close\r\n\r\n`),
    plain('two hosts', requestBytes('/hello', [auth, 'Host: other.example'])),
    plain('a host that is none', `GET /hello HTTP/1.1\r\nHost: a b\r\n${auth}\r\nConnection: close\r\n\r\n`),
    plain('HTTP/0.9', 'GET /hello\r\n\r\n'),
    plain('HTTP/3.0', `GET /hello HTTP/3.0\r\nHost: a\r\n${auth}\r\n\r\n`),
    plain('the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    plain('the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'),
    plain('a method that is none', `HELLO /hello HTTP/1.1\r\nHost: a\r\n${auth}\r\n\r\n`),
    plain('no HTTP at all, with a secret', `${secret}\r\n\r\n`),
    ['framing: an unknown expectation', requestBytes('/hello', [auth, 'Expect: the-moon']), 'expectation_failed'],
    [
      'framing: a websocket',
      requestBytes('/hello', [auth, 'Upgrade: websocket', 'Connection: Upgrade']),
      'upgrade_not_supported',
    ],
    [
      'framing: a header of 1 MB',
      requestBytes('/hello', [auth, `X-Large: ${'a'.repeat(MEGABYTE)}`]),
      'headers_too_large',
    ],
    ['framing: a target of 1 MB', requestBytes(`/${'a'.repeat(MEGABYTE)}`, [auth]), 'headers_too_large'],
    ['framing: a credential of 1 MB', requestBytes('/hello', [auth + secret.repeat(17_000)]), 'headers_too_large'],
  ];
}

function revokeBySecret({ secret }: Things): readonly Row[] {
  const post = (title: string, type: string, body: string, answer: Row[2] = 'malformed_request'): Row => {
    const headers = [`Content-Type: ${type}`, `Content-Length: ${String(body.length)}`];
    return [
      `revoke-by-secret: ${title}`,
      requestBytes('/_keyledger/revoke-by-secret', headers, { method: 'POST', body }),
      answer,
    ];
  };
  const json = 'application/json';
  return [
    post('bad JSON', json, `{"secret":"${secret}"`),
    post('a list', json, `["${secret}"]`),
    post('no secret', json, `{"key":"${secret}"}`),
    post('a secret that is no text', json, '{"secret":1}'),
    post('bytes that are no UTF-8', json, '{"sec\xff":1}'),
    post('a form', 'application/x-www-form-urlencoded', `secret=${secret}`),
    post('1 MB', json, `{"secret":"${secret}","x":"${'a'.repeat(MEGABYTE)}"}`, 'payload_too_large'),
  ];
}

/** Bad requests at the public port of an API node. None of them may reach the upstream. */
export function publicRows(things: Things): readonly HttpRow[] {
  const rows = [targets, credentials, framing, revokeBySecret].flatMap((table) => table(things));
  return rows.map(([title, bytes, code]) => ({ title, bytes, status: STATUS[code], code, fields: [] }));
}
