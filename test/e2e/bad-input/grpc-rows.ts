import type { GrpcCall, GrpcEnd } from './grpc-call.ts';
import type { Things } from './things.ts';

/** One bad call and its documented end; an empty code: gRPC itself refuses. */
export interface GrpcRow extends GrpcCall, Pick<GrpcEnd, 'status' | 'code' | 'fields'> {
  readonly title: string;
}

type Answer = readonly [status: GrpcEnd['status'], code: string, ...fields: string[]];
type Row = readonly [title: string, method: string, message: object | Buffer, answer: Answer];

const invalid = (...fields: string[]): Answer => ['INVALID_ARGUMENT', 'validation_failed', ...fields];
const MALFORMED: Answer = ['INVALID_ARGUMENT', 'malformed_request'];
const NOT_FOUND: Answer = ['NOT_FOUND', 'not_found'];
const UNAUTHENTICATED: Answer = ['UNAUTHENTICATED', 'unauthenticated'];
const DENIED: Answer = ['PERMISSION_DENIED', 'permission_denied'];

function callers({ adminToken, operatorToken, ownerToken, secret, organization }: Things): readonly GrpcRow[] {
  const bad = (
    title: string,
    authorization: string[],
    answer: Answer,
    method = 'Verifier/Verify',
    message: object = { secret },
  ) => rowOf([`caller: ${title}`, method, message, answer], authorization);
  const create = { organizationId: organization, name: 'a' };
  return [
    bad('none', [], UNAUTHENTICATED),
    bad('none, for a stream', [], UNAUTHENTICATED, 'Verifier/VerifyStream', { id: 1, requests: [{ secret }] }),
    bad('none, for the feed', [], UNAUTHENTICATED, 'LedgerFeed/Follow', {}),
    bad('another scheme', [`Basic ${adminToken}`], UNAUTHENTICATED),
    bad('two tokens by comma', [`Bearer ${adminToken}, Bearer ${adminToken}`], UNAUTHENTICATED),
    bad('two words', [`Bearer ${adminToken} ${adminToken}`], UNAUTHENTICATED),
    bad('an API key that manages none', [`Bearer ${secret}`], DENIED),
    bad('an owner who verifies', [`Bearer ${ownerToken}`], DENIED),
    bad('an owner who follows the ledger', [`Bearer ${ownerToken}`], DENIED, 'LedgerFeed/Follow', {}),
    bad('an owner who reports usage', [`Bearer ${ownerToken}`], DENIED, 'UsageFeed/Publish', {}),
    bad('a role that may nothing', [`Bearer ${operatorToken}`], DENIED, 'KeyLifecycle/CreateKey', create),
  ];
}

function messages({ secret, key }: Things): readonly Row[] {
  const bytes = (title: string, method: string, text: string): Row => [
    `message: ${title}`,
    method,
    Buffer.from(text, 'latin1'),
    MALFORMED,
  ];
  return [
    bytes('no protobuf, to Verify', 'Verifier/Verify', '\xff\xff\xff\xff'),
    bytes('no protobuf, to a stream', 'Verifier/VerifyStream', '\xff\xff\xff\xff'),
    bytes('no protobuf, to the feed', 'LedgerFeed/Follow', '\x08\xff'),
    bytes('no protobuf, to usage', 'UsageFeed/Publish', '\x0a\x7f'),
    bytes('a message longer than its bytes', 'KeyLifecycle/CreateKey', '\x0a\x7fabc'),
    bytes('JSON with a secret', 'Verifier/Verify', `{"secret":"${secret}"}`),
    bytes('a wire type that is none', 'KeyLifecycle/RevokeKey', '\x7f'),
    ['message: 5 MB', 'Verifier/Verify', { secret, route: 'r'.repeat(5_000_000) }, ['RESOURCE_EXHAUSTED', '']],
    ['message: an unknown method', 'Verifier/Forget', Buffer.alloc(0), ['UNIMPLEMENTED', '']],
    ['message: an unknown service', 'Vault/Open', Buffer.from(key), ['UNIMPLEMENTED', '']],
  ];
}

const HALF_A_MINUTE = { node: Buffer.alloc(16), sequence: 1, security: [{ minuteMs: 30_000 }] };

function verifications({ secret }: Things): readonly Row[] {
  const verify = (title: string, message: object, answer: Answer): Row => [
    `verify: ${title}`,
    'Verifier/Verify',
    message,
    answer,
  ];
  const many = Array.from({ length: 1_001 }, () => ({ secret }));
  return [
    verify('a secret of 513', { secret: 's'.repeat(513) }, invalid('secret')),
    verify('101 scopes', { secret, scopes: Array.from({ length: 101 }, () => 'a') }, invalid('scopes')),
    verify('a scope of 129', { secret, scopes: ['a', 's'.repeat(129)] }, invalid('scopes[1]')),
    verify('a long route', { secret, route: 'r'.repeat(257) }, invalid('route')),
    verify('a long address', { secret, clientAddress: '1'.repeat(65) }, invalid('client_address')),
    verify('a long origin', { secret, origin: 'o'.repeat(513) }, invalid('origin')),
    verify('a position that is none', { secret, atLeast: 'soon' }, invalid('at_least')),
    verify('a position of another ledger', { secret, atLeast: 'other-1' }, invalid('at_least')),
    verify('several at once', { secret: 's'.repeat(600), atLeast: '-' }, invalid('at_least', 'secret')),
    ['verify: a batch of 1,001', 'Verifier/BatchVerify', { requests: many }, invalid('requests')],
    [
      'verify: a bad one in a batch',
      'Verifier/BatchVerify',
      { requests: [{ secret }, { secret: 's'.repeat(600) }] },
      invalid('requests[1].secret'),
    ],
    ['verify: 1,001 in a stream', 'Verifier/VerifyStream', { id: 1, requests: many }, invalid('requests')],
    ['verify: an id beyond 2^53', 'Verifier/VerifyStream', { id: '9223372036854775808', requests: [] }, MALFORMED],
    [
      'feed: a position beyond 2^53',
      'LedgerFeed/Follow',
      { fromPosition: '9223372036854775808' },
      invalid('from_position'),
    ],
    ['usage: no batch', 'UsageFeed/Publish', {}, invalid('batch')],
    ['usage: no node', 'UsageFeed/Publish', { batch: { sequence: 1 } }, invalid('batch.node')],
    ['usage: half a minute', 'UsageFeed/Publish', { batch: HALF_A_MINUTE }, invalid('batch.security[0]')],
  ];
}

function lifeCycle({ organization, key, revoked, paused, secret }: Things): readonly Row[] {
  const row = (title: string, method: string, message: object, answer: Answer): Row => [
    `life cycle: ${title}`,
    `KeyLifecycle/${method}`,
    message,
    answer,
  ];
  const create = (title: string, fields: object, ...errors: string[]): Row =>
    row(title, 'CreateKey', { organizationId: organization, name: 'a', ...fields }, invalid(...errors));
  const rotate = (title: string, overlap: object, field = 'overlap'): Row =>
    row(title, 'RotateKey', { id: key, overlap }, invalid(field));
  const option = (title: string, options: object, field: string): Row =>
    row(title, 'PauseKey', { id: key, options }, invalid(field));
  const of = { organizationId: organization };
  const NONE = `key_${'0'.repeat(26)}`;
  return [
    create('an empty name', { name: '' }, 'name'),
    create('a name of 100 kB', { name: 'a'.repeat(100_000) }, 'name'),
    create('a name with a control character', { name: 'a\u0007' }, 'name'),
    create('a kind that is none', { kind: 'private' }, 'kind'),
    create('a holder that is none', { holder: 'nobody' }, 'holder'),
    create('an environment that is none', { environment: 'moon' }, 'environment'),
    create('a tier that is none', { tier: 'gold' }, 'tier'),
    create('10,000 scopes', { scopes: Array.from({ length: 10_000 }, (_, index) => `s:${String(index)}`) }, 'scopes'),
    create('a scope twice', { scopes: ['a', 'a'] }, 'scopes'),
    create('an address that is none', { restrictions: { ips: ['here'] } }, 'restrictions.ips[0]'),
    create('5 kB of metadata', { metadata: { a: 'b'.repeat(5_000) } }, 'metadata'),
    row(
      'a search until no time',
      'ListKeys',
      { organizationId: organization, expiringBefore: { seconds: '-9000000000000000000' } },
      invalid('expiring_before'),
    ),
    create('an end that has passed', { expiresAt: { seconds: 1 } }, 'expires_at'),
    create('an end beyond all calendars', { expiresAt: { seconds: '9000000000000000000' } }, 'expires_at'),
    create(
      'an end with 5 seconds of nanos',
      { expiresAt: { seconds: 4_000_000_000, nanos: 1_999_999_999 } },
      'expires_at',
    ),
    create('an end with negative nanos', { expiresAt: { seconds: 4_000_000_000, nanos: -1 } }, 'expires_at'),
    row('keys of no organization', 'CreateKey', { organizationId: 'org_1', name: 'a' }, NOT_FOUND),
    row('an id that is none', 'GetKey', { id: 'key_1' }, NOT_FOUND),
    row('a secret for an id', 'GetKey', { id: secret }, NOT_FOUND),
    row('a token with a secret for a role', 'CreateToken', { ...of, name: 'a', role: secret }, invalid('role')),
    row('a token id of 1 MB', 'RevokeToken', { ...of, id: 't'.repeat(1_048_576) }, NOT_FOUND),
    row(
      'a member with a control character',
      'PutMember',
      { ...of, subject: 'a\u0007', role: 'owner' },
      invalid('subject'),
    ),
    row('a member of no organization', 'PutMember', { subject: 'a', role: 'owner' }, NOT_FOUND),
    row('the members of a secret', 'ListMembers', { organizationId: secret }, NOT_FOUND),
    row('an id of 1 MB', 'RevokeKey', { id: 'k'.repeat(1_048_576) }, NOT_FOUND),
    row('an id with a zero byte', 'GetOrganization', { id: 'org_\0' }, NOT_FOUND),
    row('an id that nothing has', 'RevokeKey', { id: NONE }, NOT_FOUND),
    row('no version', 'UpdateKey', { id: key, name: 'b' }, ['INVALID_ARGUMENT', 'precondition_required', 'version']),
    row('a stale version', 'UpdateKey', { id: key, name: 'b', version: 999_999 }, ['ABORTED', 'version_mismatch']),
    row(
      'an end and none',
      'UpdateKey',
      { id: key, version: 1, expiresAt: { seconds: 4_000_000_000 }, expiresNever: true },
      invalid('expires_never'),
    ),
    row(
      'an end beyond all calendars, later',
      'UpdateKey',
      { id: key, version: 1, expiresAt: { seconds: '9000000000000000' } },
      invalid('expires_at'),
    ),
    row('a revoked key', 'PauseKey', { id: revoked }, ['FAILED_PRECONDITION', 'key_revoked']),
    row('a rotation while paused', 'RotateKey', { id: paused }, ['FAILED_PRECONDITION', 'key_paused']),
    rotate('a negative overlap', { seconds: -1 }),
    rotate('an overlap of an age', { seconds: '315576000001' }),
    option('a long Idempotency-Key', { idempotencyKey: 'i'.repeat(256) }, 'options.idempotency_key'),
    option('an Idempotency-Key with a line break', { idempotencyKey: 'a\nb' }, 'options.idempotency_key'),
    option('an unknown wait_for', { waitFor: 'me' }, 'options.wait_for'),
    option('a reason of 10 kB', { reason: 'r'.repeat(10_000) }, 'reason'),
    row('a limit of 101', 'ListKeys', { organizationId: organization, limit: 101 }, invalid('limit')),
    row('a cursor that is none', 'ListKeys', { organizationId: organization, cursor: 'zzz' }, invalid('cursor')),
    row('a state that is none', 'ListKeys', { organizationId: organization, state: 'lost' }, invalid('state')),
    row('a search of 201 letters', 'ListKeys', { organizationId: organization, q: 'q'.repeat(201) }, invalid('q')),
    row('a slug in upper case', 'CreateOrganization', { name: 'b', slug: 'B' }, invalid('slug')),
    row('a slug that is taken', 'CreateOrganization', { name: 'b', slug: 'acme' }, [
      'FAILED_PRECONDITION',
      'slug_taken',
      'slug',
    ]),
    row(
      'an address of 1 MB',
      'RevokeBySecret',
      { secret, clientAddress: '1'.repeat(1_048_576) },
      invalid('client_address'),
    ),
    row('an address that is none', 'RevokeBySecret', { secret, clientAddress: 'a\nb' }, invalid('client_address')),
  ];
}

function rowOf([title, method, message, [status, code, ...fields]]: Row, authorization: readonly string[]): GrpcRow {
  return { title, method, message, authorization, status, code, fields: [...fields].sort() };
}

/** Bad calls at the gRPC port of the authority. */
export function grpcRows(things: Things): readonly GrpcRow[] {
  const rows = [messages, verifications, lifeCycle].flatMap((table) => table(things));
  return [...callers(things), ...rows.map((row) => rowOf(row, [`Bearer ${things.adminToken}`]))];
}
