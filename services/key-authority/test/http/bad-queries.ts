import { LONG, type Row, type Things, header, json, named } from './bad-request.ts';

/** Organizations, tokens, verify, lists and positions. */
export function others({ acme, key, ahead }: Things): readonly Row[] {
  const create = 'POST /v1/organizations';
  const tokens = `POST /v1/organizations/${acme}/tokens`;
  return [
    ['a slug in upper case', create, named({ slug: 'ACME' }), 'validation_failed', 'slug'],
    ['an unknown tier', create, named({ slug: 'b', tier: 'gold' }), 'validation_failed', 'tier'],
    ['demo as a text', create, named({ slug: 'b', demo: 'yes' }), 'validation_failed', 'demo'],
    ['a route with a line break', create, named({ slug: 'b', routes: ['a', 'b\n'] }), 'validation_failed', 'routes[1]'],
    ['an unknown role', tokens, named({ role: 'king' }), 'validation_failed', 'role'],
    ['no role', tokens, named({}), 'validation_failed', 'role'],
    [
      'an end that has passed',
      tokens,
      named({ role: 'owner', expires_at: '2020-01-01T00:00:00Z' }),
      'validation_failed',
      'expires_at',
    ],
    ['no secret', 'POST /v1/keys/verify', json({}), 'validation_failed', 'secret'],
    ['a secret that is a number', 'POST /v1/keys/verify', json({ secret: 1 }), 'validation_failed', 'secret'],
    [
      'an address that is none',
      'POST /v1/keys/verify',
      json({ secret: 'a', client_address: 'here' }),
      'validation_failed',
      'client_address',
    ],
    ['no secret to revoke', 'POST /v1/keys/revoke-by-secret', { body: {}, token: null }, 'validation_failed', 'secret'],
    ['bad JSON to revoke', 'POST /v1/keys/revoke-by-secret', { body: '{', token: null }, 'malformed_request'],
    ['a limit of 0', 'GET /v1/organizations?limit=0', {}, 'validation_failed', 'limit'],
    ['a limit of 101', 'GET /v1/organizations?limit=101', {}, 'validation_failed', 'limit'],
    ['a limit of 010', 'GET /v1/organizations?limit=010', {}, 'validation_failed', 'limit'],
    ['a limit of 1e1', 'GET /v1/organizations?limit=1e1', {}, 'validation_failed', 'limit'],
    ['a limit twice', 'GET /v1/organizations?limit=1&limit=1', {}, 'validation_failed', 'limit'],
    ['a cursor that is none', 'GET /v1/organizations?cursor=abc', {}, 'validation_failed', 'cursor'],
    ['a long search', `GET /v1/organizations?q=${LONG}`, {}, 'validation_failed', 'q'],
    ['unknown parameters', 'GET /v1/organizations?limt=1&q=a&Q=b', {}, 'validation_failed', 'limt', 'Q'],
    ['a query where there is none', `GET /v1/organizations/${acme}/keys?state=lost`, {}, 'validation_failed', 'state'],
    [
      'a time that is none',
      `GET /v1/organizations/${acme}/keys?expiring_before=soon`,
      {},
      'validation_failed',
      'expiring_before',
    ],
    ['a position that is none', 'GET /v1/ledger/events?after=1', {}, 'validation_failed', 'after'],
    ['a position of another ledger', 'GET /v1/ledger/events?after=other-1', {}, 'validation_failed', 'after'],
    [
      'at least what is no position',
      `GET /v1/keys/${key}`,
      header('x-keyledger-at-least', 'now'),
      'validation_failed',
      'X-Keyledger-At-Least',
    ],
    ['at least what has not come', `GET /v1/keys/${key}`, header('x-keyledger-at-least', ahead), 'not_caught_up'],
  ];
}
