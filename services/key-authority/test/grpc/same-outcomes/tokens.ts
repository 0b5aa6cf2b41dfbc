import type { Json } from '../../support/test-api.ts';
import { type Row, type Things, type End, DENIED, NOT_FOUND, invalid, row } from './row.ts';

export function tokens({ acme, globex, key, tokenId }: Things): readonly Row[] {
  const url = `/v1/organizations/${acme}/tokens`;
  const create = (title: string, by: Row['by'], fields: Json, end: End, more: Json = {}, options: object = {}) => {
    const body = { name: 'ci', role: 'driver', ...fields };
    const request = { organizationId: acme, ...body, ...more, options };
    return row(`create a token: ${title}`, by, [`POST ${url}`, { ...body, ...options }], ['CreateToken', request], end);
  };
  const PAST = { expires_at: '2001-09-09T01:46:40Z' };
  return [
    create('a role that may none', 'operator', {}, DENIED),
    create('a role above their own', 'administrator', { role: 'owner' }, DENIED),
    create('a role that reaches everywhere', 'owner', { role: 'service' }, DENIED),
    create('in another organization', 'outsider', {}, NOT_FOUND),
    create('an empty name', null, { name: '' }, invalid('name')),
    create('a role that is none', null, { role: 'king' }, invalid('role')),
    create('an end that has passed', null, PAST, invalid('expires_at'), { expiresAt: { seconds: 1_000_000_000 } }),
    create('a long reason', null, {}, invalid('reason'), {}, { reason: 'r'.repeat(501) }),
    row(
      'create a token: no role',
      null,
      [`POST ${url}`, { name: 'a' }],
      ['CreateToken', { organizationId: acme, name: 'a' }],
      invalid('role'),
    ),
    ...['tok_1', key].map((id) =>
      row('revoke no token', null, [`DELETE ${url}/${id}`], ['RevokeToken', { organizationId: acme, id }], NOT_FOUND),
    ),
    row(
      "revoke another organization's token",
      null,
      [`DELETE /v1/organizations/${globex}/tokens/${tokenId}`],
      ['RevokeToken', { organizationId: globex, id: tokenId }],
      NOT_FOUND,
    ),
    row('list as an outsider', 'outsider', [`GET ${url}`], ['ListTokens', { organizationId: acme }], NOT_FOUND),
    row('list as an operator', 'operator', [`GET ${url}`], ['ListTokens', { organizationId: acme }], DENIED),
    row(
      'list 101',
      null,
      [`GET ${url}?limit=101`],
      ['ListTokens', { organizationId: acme, limit: 101 }],
      invalid('limit'),
    ),
    row(
      'the history of no token',
      null,
      [`GET ${url}/tok_1/history`],
      ['GetTokenHistory', { organizationId: acme, id: 'tok_1' }],
      NOT_FOUND,
    ),
  ];
}
