import { type ClientHttp2Session, connect } from 'node:http2';
import { type GrpcServer, createGrpcServer } from '@keyledger/grpc';
import { silentLogger } from '@keyledger/ports';
import { beforeEach, expect, test } from 'vitest';
import { authorizeCalls } from '../../src/grpc/call-permissions.ts';
import { createLifecycleService } from '../../src/grpc/lifecycle-service.ts';
import { type LifecycleMethod, callLifecycle } from '../support/grpc-call.ts';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';

const UNAUTHENTICATED = '16';
const PERMISSION_DENIED = '7';
const NOT_FOUND = '5';

let api: TestApi;
let server: GrpcServer;
let session: ClientHttp2Session;
let acme: string;

beforeEach(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
  const { authority } = api;
  server = createGrpcServer({
    services: [createLifecycleService(authority)],
    guard: {
      authenticate: (token, address) => authority.authenticate(token, { address, origin: '' }),
      authorizeCall: authorizeCalls(authority.commandLimits),
    },
    serving: () => true,
    logger: silentLogger,
  });
  session = connect(`http://127.0.0.1:${String(await server.listen('127.0.0.1', 0))}`);
  return async () => {
    session.destroy();
    await server.stop(0);
    await api.stop();
  };
});

const manager = (fields: Json = {}) => api.key(acme, { scopes: ['keys.manage', 'read'], ...fields });
const call = (secret: string, method: LifecycleMethod, request: object) =>
  callLifecycle(session, secret, method, request).answer;
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
