import { beforeEach, expect, test } from 'vitest';
import { writtenElsewhere } from '../support/elsewhere.ts';
import type { LifecycleMethod } from '../support/grpc-call.ts';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { type TestGrpc, startTestGrpc } from '../support/test-grpc.ts';

const UNAUTHENTICATED = '16';
const PERMISSION_DENIED = '7';
const NOT_FOUND = '5';

let api: TestApi;
let grpc: TestGrpc;
let acme: string;

beforeEach(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
  grpc = await startTestGrpc(api);
  return async () => {
    await grpc.stop();
    await api.stop();
  };
});

const manager = (fields: Json = {}) => api.key(acme, { scopes: ['keys.manage', 'read'], ...fields });
const call = (secret: string, method: LifecycleMethod, request: object) => grpc.call(method, request, secret);
const list = (secret: string, organizationId = acme) => call(secret, 'ListKeys', { organizationId });
const create = (secret: string, scopes: string[]) =>
  call(secret, 'CreateKey', { organizationId: acme, name: 'made', scopes });

test('a key that manages keys does so over gRPC, and no more than over REST', async () => {
  const { id, secret } = await manager();
  const made = await create(secret, ['read']);
  expect(made).toMatchObject({
    status: '0',
    message: { key: { scopes: ['read'], createdBy: { subject: id, kind: 'key' } } },
  });
  expect((await list(secret)).message['items']).toHaveLength(2);
  expect((await create(secret, ['write'])).status).toBe(PERMISSION_DENIED);
  expect((await call(secret, 'GetOrganization', { id: acme })).status).toBe(PERMISSION_DENIED);
  expect((await call(secret, 'RevokeBySecret', { secret })).status).toBe(PERMISSION_DENIED);
  expect((await list(secret, await api.organization('globex'))).status).toBe(NOT_FOUND);
});

test('it is refused once it is revoked, and where it lacks the scope', async () => {
  const { id, secret } = await manager();
  expect((await list(secret)).status).toBe('0');
  expect((await call(secret, 'RevokeKey', { id })).status).toBe('0');
  expect((await list(secret)).status).toBe(UNAUTHENTICATED);
  expect((await list((await manager({ scopes: ['read'] })).secret)).status).toBe(PERMISSION_DENIED);
});

test('it is bound to its addresses', async () => {
  const at = async (...ips: string[]) => (await list((await manager({ restrictions: { ips } })).secret)).status;
  expect(await at('127.0.0.1')).toBe('0');
  expect(await at('192.0.2.0/24', '::/0')).toBe(PERMISSION_DENIED);
});

test('what it asked for is UNAUTHENTICATED, and not done, where its revocation stands before that in the log', async () => {
  const { id, secret } = await manager();
  expect((await list(secret)).message['items']).toHaveLength(1);
  const read = await writtenElsewhere(api, id, 1, { type: 'key.revoked' });
  const { size } = api.ledger;
  const asked = create(secret, ['read']);
  await expect.poll(() => api.ledger.size).toBe(size + 1);
  await read();
  expect((await asked).status).toBe(UNAUTHENTICATED);
  expect((await api.call('GET', `/v1/organizations/${acme}/keys`)).body['items']).toHaveLength(1);
});
