import { SECRET_RANDOM_BYTES, composeKeyText } from '@keyledger/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { webhookSecret } from '../../src/application/webhook-secrets.ts';
import { type TestApi, startTestApi } from '../support/test-api.ts';

let api: TestApi;
let webhooks: string;

beforeEach(async () => {
  api = await startTestApi();
  webhooks = `/v1/organizations/${await api.organization('acme')}/webhooks`;
});
afterEach(() => api.stop());

const create = (headers = {}) => api.call('POST', webhooks, { headers, body: { url: 'https://hooks.example.com/' } });
const verdict = async (secret: string) => (await api.call('POST', '/v1/keys/verify', { body: { secret } })).body;

test('without the active digest key no webhook is made: 503, and a repeat later makes it', async () => {
  const { loaded } = api.digestKeys;
  const once = { 'idempotency-key': 'one' };
  api.digestKeys.replace({ keys: new Map(), activeId: null });
  expect(await create(once)).toMatchObject({ status: 503, body: { code: 'digest_key_unavailable' } });
  expect((await api.call('GET', webhooks)).body['items']).toEqual([]);
  api.digestKeys.replace(loaded);
  expect((await create(once)).body['secret']).toMatch(/^whsec_/);
});

test('a digest key is missed while a webhook needs it; keys are verified without it, as it tells none of them', async () => {
  const { body } = await create();
  const id = String(body['id']);
  expect(webhookSecret(api.directory, api.digestKeys, id)).toBe(body['secret']);
  api.digestKeys.replace({ keys: new Map([['second', Buffer.alloc(32, 1)]]), activeId: 'second' });
  expect(webhookSecret(api.directory, api.digestKeys, id)).toBeNull();
  expect(api.digestKeys.whyUnusable(api.directory.digestKeyIds)).toBe('digest keys not loaded: first');

  const { secret } = await api.key(webhooks.split('/')[3] ?? '');
  const prefix = { text: 'kl_sk_live_', kind: 'secret', environment: 'live' } as const;
  const unknown = composeKeyText(prefix, Buffer.alloc(SECRET_RANDOM_BYTES));
  expect(await verdict(secret)).toMatchObject({ allowed: true });
  expect(await verdict(unknown)).toMatchObject({ allowed: false, reason_code: 'invalid_key' });

  await api.call('DELETE', `${webhooks}/${id}`);
  expect(api.digestKeys.whyUnusable(api.directory.digestKeyIds)).toBeNull();
});
