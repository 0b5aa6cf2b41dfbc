import { requestBytes } from '../../../services/api-node/test/kit/raw-client.ts';
import { JSON_TYPE, MEGABYTE, type Row, admin } from './rest-call.ts';
import type { Things } from './things.ts';

/** Bad bodies, all of them for a new key. */
export function bodies(things: Things): readonly Row[] {
  const { organization, secret } = things;
  const call = `POST /v1/organizations/${organization}/keys`;
  const malformed = (title: string, body: string): Row => [
    `body: ${title}`,
    admin(things, call, { body }),
    'malformed_request',
  ];
  const type = (title: string, value: string, body: string): Row => [
    `body: ${title}`,
    admin(things, call, { headers: [`Content-Type: ${value}`], body }),
    'unsupported_media_type',
  ];
  const invalid = (title: string, body: unknown, ...fields: string[]): Row => [
    `body: ${title}`,
    admin(things, call, { body }),
    'validation_failed',
    ...fields,
  ];
  const named = (title: string, fields: object, ...errors: string[]): Row =>
    invalid(title, { name: 'a', ...fields }, ...errors);
  return [
    ['body: none', admin(things, call), 'malformed_request'],
    malformed('half an object', `{"name":"${secret}"`),
    malformed('a secret that is no JSON', secret),
    malformed('two values', '{"name":"a"}{}'),
    malformed('single quotes', "{'name':'a'}"),
    malformed('a control character in a text', '{"name":"a\x01b"}'),
    malformed('bytes that are no UTF-8', '{"name":"\xff\xfe"}'),
    malformed('UTF-8 that is cut short', '{"name":"\xe2\x82"}'),
    malformed('a byte order mark', '\xef\xbb\xbf{"name":"a"}'),
    malformed('a field twice', '{"name":"a","name":"b"}'),
    malformed('__proto__', '{"name":"a","__proto__":{"kind":"public"}}'),
    malformed('100,000 brackets', '['.repeat(100_000)),
    malformed('deep objects', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`),
    ['body: 1 MB', admin(things, call, { body: { name: 'a'.repeat(MEGABYTE) } }), 'payload_too_large'],
    [
      'body: a length that is said to be 10 MB',
      requestBytes(
        call.slice(5),
        [`Authorization: Bearer ${things.adminToken}`, JSON_TYPE, 'Content-Length: 10000000'],
        { method: 'POST' },
      ),
      'payload_too_large',
    ],
    type('a form', 'application/x-www-form-urlencoded', 'name=a'),
    type('plain text', 'text/plain', '{"name":"a"}'),
    type('another charset', 'application/json; charset=utf-16', '{"name":"a"}'),
    type('a type that is none', 'json', '{"name":"a"}'),
    invalid('a list', [], 'body'),
    invalid('null', 'null', 'body'),
    invalid('a number', '1', 'body'),
    invalid('no name', {}, 'name'),
    invalid('a name that is a number', { name: 1 }, 'name'),
    invalid('a name that is an object', { name: {} }, 'name'),
    invalid('a name of 100 kB', { name: 'a'.repeat(100_000) }, 'name'),
    invalid('a name with a line break', { name: 'a\nb' }, 'name'),
    invalid('a name with an escape for terminals', { name: 'a\u001b[2Jb' }, 'name'),
    invalid('a name with half a character', '{"name":"a\\ud800"}', 'name'),
    named('a secret in an unknown field', { secret }, 'secret'),
    named('unknown fields', { id: 'key_1', state: 'active' }, 'id', 'state'),
    named('a kind that is none', { kind: 'private' }, 'kind'),
    named('a holder that is none', { holder: 1 }, 'holder'),
    named('an environment that is none', { environment: 'moon' }, 'environment'),
    named('a tier that is none', { tier: 'gold' }, 'tier'),
    named('100,000 scopes', { scopes: Array.from({ length: 60_000 }, (_, index) => `s:${String(index)}`) }, 'scopes'),
    named('a scope that is no text', { scopes: ['a:read', 1] }, 'scopes[1]'),
    named('a scope with a blank', { scopes: ['a read'] }, 'scopes[0]'),
    named('scopes that are a text', { scopes: 'a:read' }, 'scopes'),
    named('an address that is none', { restrictions: { ips: ['10.0.0.300'] } }, 'restrictions.ips[0]'),
    named('a range with host bits', { restrictions: { ips: ['10.0.0.1/8'] } }, 'restrictions.ips[0]'),
    named('an origin with a path', { restrictions: { origins: ['https://a.example/x'] } }, 'restrictions.origins[0]'),
    named('5 kB of metadata', { metadata: { a: 'b'.repeat(5_000) } }, 'metadata'),
    named('metadata that is no text', { metadata: { a: [1] } }, 'metadata.a'),
    named('an end that has passed', { expires_at: '2001-01-01T00:00:00Z' }, 'expires_at'),
    named('an end beyond all calendars', { expires_at: '+275760-09-13T00:00:00Z' }, 'expires_at'),
    named('an end in seconds', { expires_at: 1_900_000_000 }, 'expires_at'),
    named('an end on 30 February', { expires_at: '2030-02-30T00:00:00Z' }, 'expires_at'),
  ];
}
