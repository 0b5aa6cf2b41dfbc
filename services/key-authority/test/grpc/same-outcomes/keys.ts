import { type Row, type Things, DENIED, NOT_FOUND, invalid, row } from './row.ts';

export function keysAndOrganizations({ acme, key, revoked }: Things): readonly Row[] {
  const url = `/v1/organizations/${acme}/keys`;
  const of = { organizationId: acme };
  const stale = { 'if-match': '"9"' };
  return [
    row(
      'a key in another organization',
      'outsider',
      [`POST ${url}`, { name: 'a' }],
      ['CreateKey', { ...of, name: 'a' }],
      NOT_FOUND,
    ),
    row(
      'a key by who may not',
      'operator',
      [`POST ${url}`, { name: 'a' }],
      ['CreateKey', { ...of, name: 'a' }],
      DENIED,
    ),
    row(
      'a key without a name',
      null,
      [`POST ${url}`, { name: '' }],
      ['CreateKey', { ...of, name: '' }],
      invalid('name'),
    ),
    row(
      'change a key without a version',
      null,
      [`PATCH /v1/keys/${key}`, { name: 'b' }],
      ['UpdateKey', { id: key, name: 'b' }],
      ['precondition_required', 'version'],
    ),
    row(
      'change what has changed',
      null,
      [`PATCH /v1/keys/${key}`, { name: 'b' }, stale],
      ['UpdateKey', { id: key, name: 'b', version: 9 }],
      'version_mismatch',
    ),
    row(
      'pause a revoked key',
      null,
      [`POST /v1/keys/${revoked}/pause`, {}],
      ['PauseKey', { id: revoked }],
      'key_revoked',
    ),
    row(
      'a slug that is taken',
      null,
      ['POST /v1/organizations', { name: 'a', slug: 'acme' }],
      ['CreateOrganization', { name: 'a', slug: 'acme' }],
      ['slug_taken', 'slug'],
    ),
    row(
      'pause who is not theirs',
      'owner',
      [`POST /v1/organizations/${acme}/pause`, {}],
      ['PauseOrganization', { id: acme }],
      DENIED,
    ),
    row(
      'the history of no organization',
      null,
      ['GET /v1/organizations/org_1/history'],
      ['GetOrganizationHistory', { id: 'org_1' }],
      NOT_FOUND,
    ),
  ];
}
