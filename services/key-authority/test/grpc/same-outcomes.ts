import type { LifecycleMethod } from '../support/grpc-call.ts';
import type { Json } from '../support/test-api.ts';

/** What the rows speak of. */
export interface Things {
  readonly acme: string;
  readonly globex: string;
  /** Of acme, except `outsider`, an owner in globex. */
  readonly tokens: Readonly<Record<'administrator' | 'operator' | 'outsider' | 'owner', string>>;
  readonly tokenId: string;
  /** The only owner of acme. */
  readonly lastOwner: string;
  readonly key: string;
  readonly revoked: string;
  /** A position that has not come yet. */
  readonly ahead: string;
}

/** The same command both ways, by whom (null: the operator of it all), and the one end that both have. */
export interface Row {
  readonly title: string;
  readonly by: keyof Things['tokens'] | null;
  readonly rest: readonly [target: string, body?: Json | undefined, headers?: Record<string, string>];
  readonly grpc: readonly [method: LifecycleMethod, request: object];
  readonly code: string;
  readonly fields: readonly string[];
}

type End = string | readonly [code: string, ...fields: string[]];

const row = (title: string, by: Row['by'], rest: Row['rest'], grpc: Row['grpc'], end: End): Row => {
  const [code, ...fields] = typeof end === 'string' ? [end] : end;
  return { title, by, rest, grpc, code, fields };
};

const invalid = (...fields: string[]): End => ['validation_failed', ...fields];
const DENIED = 'permission_denied';
const NOT_FOUND = 'not_found';

function tokens({ acme, globex, key, tokenId }: Things): readonly Row[] {
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

function members({ acme, lastOwner, ahead }: Things): readonly Row[] {
  const url = `/v1/organizations/${acme}/members`;
  const of = { organizationId: acme };
  const put = (title: string, by: Row['by'], fields: Json, end: End, idempotencyKey = '') => {
    const body = { subject: 'eve', role: 'driver', ...fields };
    const headers: Record<string, string> = idempotencyKey === '' ? {} : { 'idempotency-key': idempotencyKey };
    const request = { ...of, ...body, options: { idempotencyKey } };
    return row(`put a member: ${title}`, by, [`POST ${url}`, body, headers], ['PutMember', request], end);
  };
  return [
    put('a role that may none', 'operator', {}, DENIED),
    put('a role above their own', 'administrator', { role: 'owner' }, DENIED),
    put('in another organization', 'outsider', {}, NOT_FOUND),
    put('nobody', null, { subject: '' }, invalid('subject')),
    put('a role that is none', null, { role: 'king' }, invalid('role')),
    put('the last owner gets less', null, { subject: 'ada', role: 'driver' }, 'last_owner'),
    put('another one under the same key', null, {}, 'idempotency_key_reused', 'one'),
    row(
      'remove the last owner',
      null,
      [`DELETE ${url}/${lastOwner}`],
      ['RemoveMember', { ...of, id: lastOwner }],
      'last_owner',
    ),
    row('remove no member', null, [`DELETE ${url}/mem_1`], ['RemoveMember', { ...of, id: 'mem_1' }], NOT_FOUND),
    row(
      'remove who is above',
      'administrator',
      [`DELETE ${url}/${lastOwner}`],
      ['RemoveMember', { ...of, id: lastOwner }],
      DENIED,
    ),
    row('get no member', null, [`GET ${url}/mem_1`], ['GetMember', { ...of, id: 'mem_1' }], NOT_FOUND),
    row(
      'list a state that is none',
      null,
      [`GET ${url}?state=lost`],
      ['ListMembers', { ...of, state: 'lost' }],
      invalid('state'),
    ),
    row(
      'list from no cursor',
      null,
      [`GET ${url}?cursor=zzz`],
      ['ListMembers', { ...of, cursor: 'zzz' }],
      invalid('cursor'),
    ),
    row(
      'list what another ledger says',
      null,
      [`GET ${url}`, undefined, { 'x-keyledger-at-least': 'other-1' }],
      ['ListMembers', { ...of, atLeast: 'other-1' }],
      invalid('at_least'),
    ),
    row(
      'list what has not come',
      null,
      [`GET ${url}`, undefined, { 'x-keyledger-at-least': ahead }],
      ['ListMembers', { ...of, atLeast: ahead }],
      'not_caught_up',
    ),
    row(
      'the history of no member',
      null,
      [`GET ${url}/mem_1/history`],
      ['GetMemberHistory', { ...of, id: 'mem_1' }],
      NOT_FOUND,
    ),
  ];
}

function keysAndOrganizations({ acme, key, revoked }: Things): readonly Row[] {
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

export const sameOutcomes = (things: Things): readonly Row[] =>
  [tokens, members, keysAndOrganizations].flatMap((rows) => rows(things));
