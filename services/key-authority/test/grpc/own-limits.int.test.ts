import { DEFAULT_PROFILE, type Profile } from '@keyledger/domain';
import { beforeEach, expect, test } from 'vitest';
import type { LifecycleMethod } from '../support/grpc-call.ts';
import { type TestApi, startTestApi } from '../support/test-api.ts';
import { type TestGrpc, startTestGrpc } from '../support/test-grpc.ts';

const PROFILE: Profile = {
  ...DEFAULT_PROFILE,
  tiers: [
    { name: 'free', limit: null },
    { name: 'enterprise', limit: 'own' },
  ],
};
const LIMITS = { perHour: 500_000, burst: 5_000, overage: true };
const INVALID_ARGUMENT = '3';

let api: TestApi;
let grpc: TestGrpc;
let acme: string;

beforeEach(async () => {
  api = await startTestApi({}, { profile: () => PROFILE });
  acme = await api.organization('acme');
  grpc = await startTestGrpc(api);
  return async () => {
    await grpc.stop();
    await api.stop();
  };
});

const call = (method: LifecycleMethod, request: object) => grpc.call(method, request);

test('limits of its own are given, changed and taken away over gRPC, by the rules of REST', async () => {
  const fields = { organizationId: acme, name: 'key', limits: LIMITS };
  expect((await call('CreateKey', { ...fields, tier: 'free' })).status).toBe(INVALID_ARGUMENT);
  const created = await call('CreateKey', { ...fields, tier: 'enterprise' });
  expect(created).toMatchObject({ status: '0', message: { key: { limits: LIMITS } } });
  const { id } = created.message['key'] as { id: string };
  const update = (version: number, change: object) => call('UpdateKey', { id, version, ...change });
  expect((await update(1, { limits: LIMITS, limitsRemoved: true })).status).toBe(INVALID_ARGUMENT);
  expect((await update(1, { limits: { ...LIMITS, perHour: 0 } })).status).toBe(INVALID_ARGUMENT);
  expect(await update(1, { limits: { ...LIMITS, burst: 1 } })).toMatchObject({
    message: { key: { limits: { burst: 1 } } },
  });
  expect(await update(2, { name: 'other' })).toMatchObject({ message: { key: { limits: { burst: 1 } } } });
  expect(await update(3, { limitsRemoved: true })).toMatchObject({ message: { key: { limits: null } } });
});

test('an organization is given limits of its own over gRPC, and they are taken away', async () => {
  const update = (change: object) => call('UpdateOrganization', { id: acme, ...change });
  const given = await update({ tier: 'enterprise', limits: LIMITS });
  expect(given).toMatchObject({ status: '0', message: { organization: { limits: LIMITS } } });
  expect(await call('GetOrganization', { id: acme })).toMatchObject({ message: { organization: { limits: LIMITS } } });
  expect(await update({ limitsRemoved: true })).toMatchObject({ message: { organization: { limits: null } } });
});
