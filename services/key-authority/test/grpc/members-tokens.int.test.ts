import { beforeEach, describe, expect, test } from 'vitest';
import type { GrpcAnswer, LifecycleMethod } from '../support/grpc-call.ts';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { TestFreshness } from '../support/test-freshness.ts';
import { type TestGrpc, startTestGrpc } from '../support/test-grpc.ts';

const OK = '0';

let api: TestApi;
let grpc: TestGrpc;
let freshness: TestFreshness;
let acme: string;

beforeEach(async () => {
  freshness = new TestFreshness();
  freshness.reached();
  api = await startTestApi({}, { freshness });
  acme = await api.organization('acme');
  grpc = await startTestGrpc(api);
  return async () => {
    await grpc.stop();
    await api.stop();
  };
});

const call = (method: LifecycleMethod, fields: object, token?: string) =>
  grpc.call(method, { organizationId: acme, ...fields }, token);
const part = ({ message }: GrpcAnswer, name: string): Json => message[name] as Json;
const types = ({ message }: GrpcAnswer): unknown[] => (message['items'] as Json[]).map(({ type }) => type);
const rest = async (path: string) => (await api.call('GET', `/v1/organizations/${acme}/${path}`)).body;

describe('members over gRPC', () => {
  const put = (subject: string, role: string, options: object = {}) => call('PutMember', { subject, role, options });

  test('are added, listed, found, given another role and removed, and REST shows the same', async () => {
    await put('bob', 'owner');
    api.clock.now += 1;
    const made = await put('ada', 'administrator', { reason: 'joined' });
    const id = String(part(made, 'member')['id']);
    expect(made).toMatchObject({
      status: OK,
      message: {
        created: true,
        member: { organizationId: acme, subject: 'ada', role: 'administrator', state: 'active', version: 1 },
        applied: { applied: 'ledger', effectiveBy: null },
      },
    });
    expect(await put('ada', 'operator')).toMatchObject({
      message: { created: false, member: { id, role: 'operator' }, applied: { applied: 'everywhere' } },
    });
    expect(await call('GetMember', { id })).toMatchObject({ message: { member: { role: 'operator', version: 2 } } });
    const removed = await call('RemoveMember', { id, options: { reason: 'left', waitFor: 'ledger' } });
    expect(removed).toMatchObject({ message: { member: { state: 'removed' }, applied: { applied: 'ledger' } } });

    const list = async (fields: object) =>
      ((await call('ListMembers', fields)).message['items'] as Json[]).map(({ subject }) => subject);
    expect(await list({})).toEqual(['ada', 'bob']);
    expect(await list({ state: 'active' })).toEqual(['bob']);
    const first = await call('ListMembers', { limit: 1 });
    expect(await list({ limit: 1, cursor: first.message['nextCursor'] })).toEqual(['bob']);
    const history = await call('GetMemberHistory', { id });
    expect(types(history)).toEqual(['member.removed', 'member.role_changed', 'member.added']);
    expect(history.message['items']).toMatchObject([
      { reason: 'left', id, organizationId: acme, changes: { fields: {} } },
      { changes: { fields: { role: { stringValue: 'operator' } } } },
      { reason: 'joined', changes: { fields: { subject: { stringValue: 'ada' } } } },
    ]);
    expect(await rest(`members/${id}`)).toMatchObject({ id, role: 'operator', state: 'removed', version: 3 });
  });

  test('a repeat over REST of a command that came over gRPC is the same command', async () => {
    const made = await put('ada', 'driver', { idempotencyKey: 'one' });
    const body = { subject: 'ada', role: 'driver' };
    const headers = { 'idempotency-key': 'one' };
    const again = await api.call('POST', `/v1/organizations/${acme}/members`, { headers, body });
    expect(again).toMatchObject({ status: 201, body: { id: part(made, 'member')['id'], version: 1 } });
  });
});

describe('tokens over gRPC', () => {
  const create = (fields: object = {}, options: object = {}) =>
    call('CreateToken', { name: 'ci', role: 'administrator', ...fields, options });

  test('are created, used, listed and revoked, and REST shows the same', async () => {
    const seconds = api.clock.now / 1000 + 60;
    const made = await create({ expiresAt: { seconds } });
    const { id, ...shown } = part(made, 'token');
    const secret = String(made.message['secret']);
    expect(shown).toMatchObject({ name: 'ci', role: 'administrator', state: 'active', last4: secret.slice(-4) });
    expect(shown['expiresAt']).toEqual({ seconds, nanos: 0 });
    expect((await call('ListTokens', {}, secret)).message['items']).toMatchObject([{ id, state: 'active' }]);
    const revoked = await call('RevokeToken', { id, options: { reason: 'leaked' } });
    expect(revoked).toMatchObject({ message: { token: { id, state: 'revoked' }, applied: { applied: 'everywhere' } } });
    expect((await call('ListTokens', {}, secret)).status).toBe('16');
    expect(types(await call('GetTokenHistory', { id }))).toEqual(['token.revoked', 'token.created']);
    expect(await rest('tokens')).toMatchObject({ items: [{ id, state: 'revoked', version: 2 }] });
  });

  test('a repeat is answered with the token, and without its secret', async () => {
    const made = await create({}, { idempotencyKey: 'one' });
    const again = await create({}, { idempotencyKey: 'one' });
    expect(again).toMatchObject({ status: OK, message: { secret: '', token: { id: part(made, 'token')['id'] } } });
    expect((await create({ name: 'other' }, { idempotencyKey: 'one' })).status).toBe('3');
  });
});

test('the history of an organization is told over gRPC', async () => {
  await grpc.call('PauseOrganization', { id: acme });
  expect(types(await grpc.call('GetOrganizationHistory', { id: acme }))).toEqual([
    'organization.paused',
    'organization.created',
  ]);
});

test('a read waits for the position that it must have seen, and says where it does not come', async () => {
  const { position } = part(await call('PutMember', { subject: 'ada', role: 'owner' }), 'applied');
  expect((await call('ListMembers', { atLeast: position })).message['items']).toHaveLength(1);
  const later = String(position).replace(/\d+$/, (digits) => String(Number(digits) + 1_000));
  expect((await call('ListMembers', { atLeast: later })).status).toBe('14');
  expect((await call('ListMembers', { atLeast: 'soon' })).status).toBe('3');
  expect((await grpc.call('GetOrganization', { id: acme, atLeast: later })).status).toBe('14');
});
