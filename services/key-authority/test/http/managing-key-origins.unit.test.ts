import { DEFAULT_PROFILE, type Profile } from '@keyledger/domain';
import { beforeEach, expect, test } from 'vitest';
import { type TestApi, startTestApi } from '../support/test-api.ts';

const CORS = { allowHeaders: [], exposeHeaders: [], maxAgeSeconds: 600, refuseSecretKeys: true };

let profile: Profile;
let api: TestApi;

beforeEach(async () => {
  profile = { ...DEFAULT_PROFILE, cors: CORS };
  api = await startTestApi({}, { profile: () => profile });
  return () => api.stop();
});

test('a managing key that comes with an Origin is refused where the profile refuses secret keys from pages, and nobody else is', async () => {
  const id = await api.organization('acme');
  const { secret: token } = await api.key(id, { scopes: ['keys.manage'] });
  const page = { headers: { origin: 'https://a.example' } };
  const refused = { status: 403, body: { code: 'permission_denied', detail: expect.stringContaining('kind') } };
  expect(await api.call('GET', '/v1/me', { token, ...page })).toMatchObject(refused);
  expect(await api.call('POST', `/v1/organizations/${id}/keys`, { token, ...page, body: { name: 'a' } })).toMatchObject(
    refused,
  );
  expect(await api.call('GET', '/v1/me', { token, headers: { origin: 'null' } })).toMatchObject(refused);
  expect((await api.call('GET', '/v1/me', { token })).status).toBe(200);
  const owner = await api.token(id, 'owner');
  expect((await api.call('GET', '/v1/me', { token: owner, ...page })).status).toBe(200);
  profile = { ...DEFAULT_PROFILE, cors: { ...CORS, refuseSecretKeys: false } };
  expect((await api.call('GET', '/v1/me', { token, ...page })).status).toBe(200);
});

test('what else is wrong with a managing key is told before that it may not come with an Origin', async () => {
  const id = await api.organization('acme');
  const { secret: token } = await api.key(id, {
    scopes: ['keys.manage'],
    restrictions: { origins: ['https://a.example'] },
  });
  const from = async (origin: string) => (await api.call('GET', '/v1/me', { token, headers: { origin } })).body;
  expect((await from('https://b.example'))['detail']).toMatch(/origin/);
  expect((await from('https://a.example'))['detail']).toMatch(/kind/);
});
