import type { CallOptions } from '../support/test-api.ts';
import { others } from './bad-queries.ts';
import {
  type BadRequest,
  type Row,
  type Things,
  STATUS,
  json,
  header,
  authorization,
  named,
  patch,
  LONG,
  NONE,
} from './bad-request.ts';

function credentials(token: string): readonly Row[] {
  const target = 'GET /v1/me';
  return [
    ['no credentials', target, { token: null }, 'unauthenticated'],
    ['another scheme', target, authorization('Basic YTpi'), 'unauthenticated'],
    ['a scheme alone', target, authorization('Bearer'), 'unauthenticated'],
    ['a token with a space', target, authorization(`Bearer ${token} x`), 'unauthenticated'],
    ['an unknown token', target, { token: 'x'.repeat(40) }, 'unauthenticated'],
    ['the header twice', target, authorization([`Bearer ${token}`, `Bearer ${token}`]), 'unauthenticated'],
  ];
}

function targets({ acme, key }: Things): readonly Row[] {
  return [
    ['an unknown path', 'GET /v1/nothing', {}, 'not_found'],
    ['an unknown method', `PUT /v1/keys/${key}`, json({}), 'not_found'],
    ['a method that must have a body, without one', 'QUERY /v1/me', {}, 'not_found'],
    ['a slash too many', `GET /v1/keys/${key}/`, {}, 'not_found'],
    ['an id that is none', 'GET /v1/keys/1', {}, 'not_found'],
    ['an id of another kind', `GET /v1/keys/${acme}`, {}, 'not_found'],
    ['an id in upper case', `GET /v1/keys/${key.toUpperCase()}`, {}, 'not_found'],
    ['an id that nothing has', `GET /v1/keys/${NONE}`, {}, 'not_found'],
    ['a command on an id that nothing has', `POST /v1/keys/${NONE}/revoke`, {}, 'not_found'],
    ['bytes that are no UTF-8', 'GET /v1/keys/%ff', {}, 'not_found'],
    ['a broken escape', 'GET /v1/keys/%', {}, 'not_found'],
    ['a very long id', `GET /v1/keys/${'a'.repeat(2_000)}`, {}, 'not_found'],
    ['keys of no organization', 'GET /v1/organizations/org_1/keys', {}, 'not_found'],
    ['a token that is none', `DELETE /v1/organizations/${acme}/tokens/tok_1`, {}, 'not_found'],
    ['a member that is none', `DELETE /v1/organizations/${acme}/members/mem_1`, {}, 'not_found'],
    ['a member of another kind', `GET /v1/organizations/${acme}/members/${key}`, {}, 'not_found'],
    ['a webhook that is none', `DELETE /v1/organizations/${acme}/webhooks/wh_1`, {}, 'not_found'],
    ['a test of no webhook', `POST /v1/organizations/${acme}/webhooks/${key}/test`, {}, 'not_found'],
    ['the history of no token', `GET /v1/organizations/${acme}/tokens/tok_1/history`, {}, 'not_found'],
    ['a token of another kind', `DELETE /v1/organizations/${acme}/tokens/${key}`, {}, 'not_found'],
  ];
}

function bodies({ acme }: Things): readonly Row[] {
  const target = `POST /v1/organizations/${acme}/keys`;
  const text = (body: string | Buffer): CallOptions => ({ body });
  return [
    ['no body', target, {}, 'malformed_request'],
    ['an empty body', target, text(''), 'malformed_request'],
    ['half an object', target, text('{"name":'), 'malformed_request'],
    ['a trailing comma', target, text('{"name":"a",}'), 'malformed_request'],
    ['two values', target, text('{} {}'), 'malformed_request'],
    ['a byte order mark', target, text('\ufeff{"name":"a"}'), 'malformed_request'],
    [
      'bytes that are no UTF-8',
      target,
      text(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
      'malformed_request',
    ],
    ['a name twice', target, text('{"name":"a","name":"b"}'), 'malformed_request'],
    ['a name twice, written differently', target, text('{"name":"a","n\\u0061me":"b"}'), 'malformed_request'],
    ['__proto__', target, text('{"name":"a","__proto__":{}}'), 'malformed_request'],
    ['__proto__ inside', target, text('{"name":"a","metadata":{"__proto__":"x"}}'), 'malformed_request'],
    ['very deep', target, text(`${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`), 'malformed_request'],
    ['more than 1 MB', target, text(`{"name":"${'a'.repeat(1_048_576)}"}`), 'payload_too_large'],
    ['a form', target, header('content-type', 'application/x-www-form-urlencoded', 'name=a'), 'unsupported_media_type'],
    ['plain text', target, header('content-type', 'text/plain', '{}'), 'unsupported_media_type'],
    ['a JSON patch', target, header('content-type', 'application/json-patch+json', '[]'), 'unsupported_media_type'],
    [
      'another charset',
      target,
      header('content-type', 'application/json; charset=utf-16', '{}'),
      'unsupported_media_type',
    ],
    ['a media type that is none', target, header('content-type', 'json', '{}'), 'unsupported_media_type'],
    ['a list', target, json([]), 'validation_failed', 'body'],
    ['null', target, text('null'), 'validation_failed', 'body'],
    ['a text', target, json('"a"'), 'validation_failed', 'body'],
  ];
}

function newKeys({ acme }: Things): readonly Row[] {
  const bad = (title: string, fields: object, ...errors: string[]): Row => [
    title,
    `POST /v1/organizations/${acme}/keys`,
    named(fields),
    'validation_failed',
    ...errors,
  ];
  return [
    ['no name', `POST /v1/organizations/${acme}/keys`, json({}), 'validation_failed', 'name'],
    bad('a number as name', { name: 1 }, 'name'),
    bad('an empty name', { name: ' ' }, 'name'),
    bad('a long name', { name: LONG }, 'name'),
    bad('a control character', { name: 'a\nb' }, 'name'),
    bad('half a character', { name: 'a\ud800' }, 'name'),
    bad('an unknown field', { state: 'paused' }, 'state'),
    bad('an unknown kind', { kind: 'private' }, 'kind'),
    bad('an unknown holder', { holder: 'nobody' }, 'holder'),
    bad('an unknown environment', { environment: 'moon' }, 'environment'),
    bad('an environment that the organization has not', { environment: 'test' }, 'environment'),
    bad('an unknown tier', { tier: 'gold' }, 'tier'),
    bad('a scope with a space', { scopes: ['read', 'a b'] }, 'scopes[1]'),
    bad('a scope that is no text', { scopes: ['read', 1] }, 'scopes[1]'),
    bad('a scope twice', { scopes: ['a', 'a'] }, 'scopes'),
    bad('scopes that are no list', { scopes: 'read' }, 'scopes'),
    bad('too many scopes', { scopes: Array.from({ length: 101 }, (_, n) => `s${String(n)}`) }, 'scopes'),
    bad('an address that is none', { restrictions: { ips: ['10.0.0.1', '::1', '10.0.0.256'] } }, 'restrictions.ips[2]'),
    bad('a range with host bits', { restrictions: { ips: ['10.0.0.1/8'] } }, 'restrictions.ips[0]'),
    bad('an origin with a path', { restrictions: { origins: ['https://a.example/x'] } }, 'restrictions.origins[0]'),
    bad('an unknown restriction', { restrictions: { countries: [] } }, 'restrictions.countries'),
    bad('restrictions that are none', { restrictions: null }, 'restrictions'),
    bad('a public key without origins', { kind: 'public' }, 'restrictions.origins'),
    bad('metadata that is no text', { metadata: { a: 1 } }, 'metadata.a'),
    bad('metadata under a name with a line break', { metadata: { 'a\nb': 'c' } }, 'metadata.a\nb'),
    bad('a lot of metadata', { metadata: { a: 'b'.repeat(5_000) } }, 'metadata'),
    bad('an end that has passed', { expires_at: '2026-11-22T19:59:59Z' }, 'expires_at'),
    bad('an end without zone', { expires_at: '2027-01-01T00:00:00' }, 'expires_at'),
    bad('a day that is none', { expires_at: '2027-02-29T00:00:00Z' }, 'expires_at'),
    bad('an end as a number', { expires_at: 1_800_000_000 }, 'expires_at'),
    bad('everything at once', { kind: 'x', tier: 1, scopes: [1], extra: 1 }, 'kind', 'tier', 'scopes[0]', 'extra'),
    bad('everything at once, by meaning', { name: '', tier: 'x', scopes: ['!'] }, 'name', 'tier', 'scopes[0]'),
  ];
}

function changes({ key, publicKey, acme }: Things): readonly Row[] {
  const target = `PATCH /v1/keys/${key}`;
  return [
    ['no If-Match', target, json({ name: 'b' }), 'precondition_required', 'If-Match'],
    ['If-Match without quotes', target, header('if-match', '1', {}), 'malformed_request', 'If-Match'],
    ['a weak If-Match', target, header('if-match', 'W/"1"', {}), 'malformed_request', 'If-Match'],
    ['any If-Match', target, header('if-match', '*', {}), 'malformed_request', 'If-Match'],
    ['several If-Match', target, header('if-match', ['"1"', '"2"'], {}), 'malformed_request', 'If-Match'],
    ['a kind that cannot change', target, patch({ kind: 'public' }), 'validation_failed', 'kind'],
    ['a name that is null', target, patch({ name: null }), 'validation_failed', 'name'],
    ['an unknown wait_for', target, patch({ wait_for: 'nobody' }), 'validation_failed', 'wait_for'],
    [
      'a public key that loses its origins',
      `PATCH /v1/keys/${publicKey}`,
      patch({ restrictions: { origins: [] } }),
      'validation_failed',
      'restrictions.origins',
    ],
    ['a slug that cannot change', `PATCH /v1/organizations/${acme}`, json({ slug: 'b' }), 'validation_failed', 'slug'],
    [
      'no environment that exists',
      `PATCH /v1/organizations/${acme}`,
      json({ environments: ['x'] }),
      'validation_failed',
      'environments[0]',
    ],
    ['an overlap without unit', `POST /v1/keys/${key}/rotate`, json({ overlap: '24' }), 'validation_failed', 'overlap'],
    ['an overlap of months', `POST /v1/keys/${key}/rotate`, json({ overlap: 'P1M' }), 'validation_failed', 'overlap'],
    ['a negative overlap', `POST /v1/keys/${key}/rotate`, json({ overlap: '-PT1H' }), 'validation_failed', 'overlap'],
    [
      'an overlap above 90 days',
      `POST /v1/keys/${key}/rotate`,
      json({ overlap: 'P91D' }),
      'validation_failed',
      'overlap',
    ],
    ['a long reason', `POST /v1/keys/${key}/pause`, json({ reason: 'a'.repeat(501) }), 'validation_failed', 'reason'],
    ['a reason of two lines', `POST /v1/keys/${key}/pause`, json({ reason: 'a\nb' }), 'validation_failed', 'reason'],
    ['an unknown field', `POST /v1/keys/${key}/revoke`, json({ force: true }), 'validation_failed', 'force'],
    [
      'an empty Idempotency-Key',
      `POST /v1/keys/${key}/pause`,
      header('idempotency-key', ''),
      'malformed_request',
      'Idempotency-Key',
    ],
    [
      'a long Idempotency-Key',
      `POST /v1/keys/${key}/pause`,
      header('idempotency-key', 'a'.repeat(256)),
      'malformed_request',
      'Idempotency-Key',
    ],
    [
      'an Idempotency-Key that is no ASCII',
      `POST /v1/keys/${key}/pause`,
      header('idempotency-key', 'ä'),
      'malformed_request',
      'Idempotency-Key',
    ],
    [
      'several Idempotency-Keys',
      `POST /v1/keys/${key}/pause`,
      header('idempotency-key', ['a', 'b']),
      'malformed_request',
      'Idempotency-Key',
    ],
  ];
}

/** Every way to be wrong that the documentation names an answer for. */
export function badRequests(things: Things): readonly BadRequest[] {
  const rows = [
    credentials(things.token),
    ...[targets, bodies, newKeys, changes, others].map((table) => table(things)),
  ].flat();
  return rows.map(([title, target, options, code, ...fields]) => {
    const [method = '', url = ''] = target.split(' ');
    return { title, method: method as BadRequest['method'], url, options, status: STATUS[code] ?? 0, code, fields };
  });
}
