import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MAX_MEMBERS, MAX_TOKENS } from '../../src/application/room.ts';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';

let api: TestApi;
let acme: string;

beforeEach(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await api.stop();
});

const tokens = () => `/v1/organizations/${acme}/tokens`;
const createToken = (headers: Record<string, string> = {}) =>
  api.call('POST', tokens(), { headers, body: { name: 'ci', role: 'driver' } });
const putMember = (subject: string, role = 'driver') =>
  api.call('POST', `/v1/organizations/${acme}/members`, { body: { subject, role } });

const full = (text: string): Json => ({
  code: 'validation_failed',
  errors: [{ field: 'organization_id', message: expect.stringContaining(text) as string }],
});

test('an organization holds 1,000 tokens that are not revoked, and a repeat is answered beyond that', async () => {
  const count = vi.spyOn(api.directory, 'tokenCount').mockReturnValue(MAX_TOKENS - 1);
  const once = { 'idempotency-key': 'one' };
  const last = await createToken(once);
  expect(last.status).toBe(201);
  count.mockReturnValue(MAX_TOKENS);
  expect(await createToken()).toMatchObject({ status: 422, body: full('1000 tokens') });
  expect(await createToken(once)).toMatchObject({ status: 201, body: { id: last.body['id'], secret: null } });
});

test('a token that is revoked makes room for another', async () => {
  const { body } = await createToken();
  const organization = api.directory.token(String(body['id']))!.state.organizationId;
  expect(api.directory.tokenCount(organization)).toBe(1);
  await api.call('DELETE', `${tokens()}/${String(body['id'])}`);
  await api.call('DELETE', `${tokens()}/${String(body['id'])}`);
  expect(api.directory.tokenCount(organization)).toBe(0);
});

test('an organization holds 10,000 members that are not removed; those are changed and removed as ever', async () => {
  const count = vi.spyOn(api.directory, 'memberCount').mockReturnValue(MAX_MEMBERS - 1);
  const { body } = await putMember('ada');
  count.mockReturnValue(MAX_MEMBERS);
  expect(await putMember('bob')).toMatchObject({ status: 422, body: full('10000 members') });
  expect(await putMember('ada', 'operator')).toMatchObject({ status: 200, body: { role: 'operator' } });
  const url = `/v1/organizations/${acme}/members/${String(body['id'])}`;
  expect((await api.call('DELETE', url)).status).toBe(200);
  expect((await putMember('ada')).status, 'who comes back is a new one').toBe(422);
});
