import { requestBytes } from '../../../services/api-node/test/kit/raw-client.ts';
import type { HttpRow } from './http-row.ts';
import { bodies } from './rest-bodies.ts';
import { MEGABYTE, type Row, STATUS, admin } from './rest-call.ts';
import type { Things } from './things.ts';

function callers(things: Things): readonly Row[] {
  const { adminToken, operatorToken, ownerToken, secret, organization } = things;
  const bad = (title: string, headers: string[]): Row => [
    `caller: ${title}`,
    admin(things, 'GET /v1/me', { token: null, headers }),
    'unauthenticated',
  ];
  const keys = `POST /v1/organizations/${organization}/keys`;
  return [
    bad('none', []),
    bad('a bare scheme', ['Authorization: Bearer']),
    bad('another scheme', [`Authorization: Basic ${Buffer.from(`admin:${adminToken}`).toString('base64')}`]),
    bad('the token twice', [`Authorization: Bearer ${adminToken}`, `Authorization: Bearer ${adminToken}`]),
    bad('two words', [`Authorization: Bearer ${adminToken} ${adminToken}`]),
    bad('a token with a letter too many', [`Authorization: Bearer ${adminToken}0`]),
    bad('bytes above ASCII', ['Authorization: Bearer \xff\xfe']),
    [
      'caller: an API key that manages none',
      admin(things, 'GET /v1/me', { token: null, headers: [`Authorization: Bearer ${secret}`] }),
      'permission_denied',
    ],
    [
      'caller: a token in the query',
      admin(things, `GET /v1/me?token=${adminToken}`, { token: null }),
      'unauthenticated',
    ],
    [
      'caller: a role that may nothing',
      admin(things, keys, { token: operatorToken, body: { name: 'a' } }),
      'permission_denied',
    ],
    [
      'caller: an owner who makes organizations',
      admin(things, 'POST /v1/organizations', { token: ownerToken, body: { name: 'b', slug: 'b' } }),
      'permission_denied',
    ],
  ];
}

function targets(things: Things): readonly Row[] {
  const { key, secret, organization } = things;
  const none = (title: string, call: string): Row => [`target: ${title}`, admin(things, call), 'not_found'];
  const query = (title: string, search: string, ...fields: string[]): Row => [
    `query: ${title}`,
    admin(things, `GET /v1/organizations/${organization}/keys?${search}`),
    'validation_failed',
    ...fields,
  ];
  return [
    none('an unknown path', 'GET /v1/nothing'),
    none('an unknown method', `PUT /v1/keys/${key}`),
    none('an id that is none', 'GET /v1/keys/key_1'),
    none('an id of another kind', `GET /v1/keys/${organization}`),
    none('an id of 10 kB', `GET /v1/keys/${'k'.repeat(10_000)}`),
    none('a secret for an id', `GET /v1/keys/${secret}`),
    none('a secret for an id of a command', `POST /v1/keys/${secret}/revoke`),
    none('a broken escape', 'GET /v1/keys/%zz'),
    none('bytes that are no UTF-8', 'GET /v1/keys/%ff%fe'),
    none('a zero byte, escaped', 'GET /v1/keys/%00'),
    none('two slashes', 'GET //v1/me'),
    none('dot segments', 'GET /v1/../v1/me'),
    query('a limit of 0', 'limit=0', 'limit'),
    query('a limit of 101', 'limit=101', 'limit'),
    query('a limit with a sign', 'limit=%2B5', 'limit'),
    query('a limit twice', 'limit=5&limit=5', 'limit'),
    query('a cursor that is none', 'cursor=zzz', 'cursor'),
    query('a state that is none', 'state=lost', 'state'),
    query('a time without zone', 'expiring_before=2026-11-22T20:00:00', 'expiring_before'),
    query('a day that is none', 'expiring_before=2026-02-30T20:00:00Z', 'expiring_before'),
    query('a search of 201 letters', `q=${'q'.repeat(201)}`, 'q'),
    query('unknown parameters', 'limt=1&status=active', 'limt', 'status'),
    query('__proto__', '__proto__=1', '__proto__'),
    ['query: a position that is none', admin(things, 'GET /v1/ledger/events?after=-1'), 'validation_failed', 'after'],
  ];
}

function commands(things: Things): readonly Row[] {
  const { key, revoked, paused, organization, secret } = things;
  const header = (title: string, call: string, headers: string[], answer: Row[2], ...fields: string[]): Row => [
    `command: ${title}`,
    admin(things, call, { headers, body: call.startsWith('PATCH') ? { name: 'b' } : {} }),
    answer,
    ...fields,
  ];
  const body = (title: string, call: string, fields: object, ...errors: string[]): Row => [
    `command: ${title}`,
    admin(things, call, { body: fields }),
    'validation_failed',
    ...errors,
  ];
  const patch = `PATCH /v1/keys/${key}`;
  const pause = `POST /v1/keys/${key}/pause`;
  const rotate = `POST /v1/keys/${key}/rotate`;
  const many = 'Idempotency-Key: ' + 'i'.repeat(256);
  return [
    header('no If-Match', patch, [], 'precondition_required', 'If-Match'),
    header('If-Match without quotes', patch, ['If-Match: 1'], 'malformed_request', 'If-Match'),
    header('any If-Match', patch, ['If-Match: *'], 'malformed_request', 'If-Match'),
    header('a weak If-Match', patch, ['If-Match: W/"1"'], 'malformed_request', 'If-Match'),
    header('If-Match twice', patch, ['If-Match: "1"', 'If-Match: "1"'], 'malformed_request', 'If-Match'),
    header('a secret in If-Match', patch, [`If-Match: "${secret}"`], 'malformed_request', 'If-Match'),
    header('a stale If-Match', patch, ['If-Match: "999999"'], 'version_mismatch'),
    header('an empty Idempotency-Key', pause, ['Idempotency-Key:'], 'malformed_request', 'Idempotency-Key'),
    header('an Idempotency-Key of 256', pause, [many], 'malformed_request', 'Idempotency-Key'),
    header('an Idempotency-Key above ASCII', pause, ['Idempotency-Key: \xff'], 'malformed_request', 'Idempotency-Key'),
    header(
      'Idempotency-Key twice',
      pause,
      ['Idempotency-Key: a', 'Idempotency-Key: b'],
      'malformed_request',
      'Idempotency-Key',
    ),
    header(
      'a position that is none',
      `GET /v1/keys/${key}`,
      ['X-Keyledger-At-Least: soon'],
      'validation_failed',
      'X-Keyledger-At-Least',
    ),
    body('an overlap that is none', rotate, { overlap: '1 day' }, 'overlap'),
    body('an overlap of months', rotate, { overlap: 'P1M' }, 'overlap'),
    body('a negative overlap', rotate, { overlap: '-PT1S' }, 'overlap'),
    body('an overlap of an age', rotate, { overlap: 'P999999999W' }, 'overlap'),
    body('a reason of 10 kB', pause, { reason: 'r'.repeat(10_000) }, 'reason'),
    body('a reason with a line break', pause, { reason: 'a\r\nb' }, 'reason'),
    body('an unknown wait_for', pause, { wait_for: 'me' }, 'wait_for'),
    body('an unknown field', pause, { secret }, 'secret'),
    header('a revoked key', `POST /v1/keys/${revoked}/pause`, [], 'key_revoked'),
    header('a rotation while paused', `POST /v1/keys/${paused}/rotate`, [], 'key_paused'),
    body('a slug in upper case', 'POST /v1/organizations', { name: 'b', slug: 'B' }, 'slug'),
    body(
      'routes that are too many',
      'POST /v1/organizations',
      { name: 'b', slug: 'b', routes: Array.from({ length: 101 }, String) },
      'routes',
    ),
    body('demo that is a text', 'POST /v1/organizations', { name: 'b', slug: 'b', demo: 'yes' }, 'demo'),
    [
      'command: a slug that is taken',
      admin(things, 'POST /v1/organizations', { body: { name: 'b', slug: 'acme' } }),
      'slug_taken',
      'slug',
    ],
    body('a role that is none', `POST /v1/organizations/${organization}/tokens`, { name: 'a', role: 'king' }, 'role'),
    body('an address that is none', 'POST /v1/keys/verify', { secret, client_address: 'here' }, 'client_address'),
    body('a secret in a list', 'POST /v1/keys/verify', { secret: [secret] }, 'secret'),
    body('101 scopes', 'POST /v1/keys/verify', { secret, scopes: Array.from({ length: 101 }, () => 'a') }, 'scopes'),
    [
      'command: revoke-by-secret without one',
      admin(things, 'POST /v1/keys/revoke-by-secret', { token: null, body: { key: secret } }),
      'validation_failed',
      'key',
      'secret',
    ],
  ];
}

function heads({ adminToken, secret }: Things): readonly HttpRow[] {
  const auth = `Authorization: Bearer ${adminToken}`;
  const bad = (title: string, bytes: string, status = 400): HttpRow => ({
    title: `head: ${title}`,
    bytes,
    status,
    code: null,
    fields: [],
  });
  return [
    bad('a header of 1 MB', requestBytes('/v1/me', [auth, `X-Large: ${'a'.repeat(MEGABYTE)}`]), 431),
    bad(
      'two lengths',
      requestBytes('/v1/keys/verify', [auth, 'Content-Length: 1', 'Content-Length: 2'], { method: 'POST', body: 'ab' }),
    ),
    bad('a zero byte', requestBytes('/v1/me', [auth, 'X-Zero: a\0b'])),
    bad('a target with a blank and a secret', requestBytes(`/v1/me ${secret}`, [auth])),
    bad('no HTTP at all, with a secret', `${secret}\r\n\r\n`),
  ];
}

/** Bad requests at the admin port of the authority. */
export function restRows(things: Things): readonly HttpRow[] {
  const rows = [callers, targets, bodies, commands].flatMap((table) => table(things));
  const answered = rows.map(([title, bytes, code, ...fields]): HttpRow => ({
    title,
    bytes,
    status: STATUS[code],
    code,
    fields: [...fields].sort(),
  }));
  return [...answered, ...heads(things)];
}
