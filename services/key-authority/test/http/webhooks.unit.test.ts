import { createHmac } from 'node:crypto';
import { WEBHOOK_KINDS, type WebhookState } from '@keyledger/domain';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_WEBHOOKS } from '../../src/application/room.ts';
import type { DeliveryStatus, WebhookDeliveries } from '../../src/application/webhook-deliveries.ts';
import { webhookSecret } from '../../src/application/webhook-secrets.ts';
import { type CallOptions, type Json, type TestApi, startTestApi } from '../support/test-api.ts';

const URL_ = 'https://hooks.example.com/keyledger?team=blue';

/** Says one thing of each, and keeps who was to be tried. */
class FixedDeliveries implements WebhookDeliveries {
  status: DeliveryStatus = { state: 'active', lastDeliveredAt: null, lastFailure: null, waiting: 0, dropped: 0 };
  readonly tested: WebhookState[] = [];
  of = (): DeliveryStatus => this.status;
  test = async (webhook: WebhookState): Promise<void> => void this.tested.push(webhook);
}

let api: TestApi;
let deliveries: FixedDeliveries;
let acme: string;
let globex: string;

beforeEach(async () => {
  deliveries = new FixedDeliveries();
  api = await startTestApi({}, { webhooks: { deliveries, allowPrivate: false } });
  acme = await api.organization('acme');
  globex = await api.organization('globex');
});
afterEach(() => api.stop());

const path = (id: unknown = '', organization = acme) =>
  `/v1/organizations/${organization}/webhooks${id === '' ? '' : `/${String(id)}`}`;
const create = (body: Json = {}, options: CallOptions = {}) =>
  api.call('POST', path(), { ...options, body: { url: URL_, ...body } });
const remove = (id: unknown, options: CallOptions = {}) => api.call('DELETE', path(id), options);

async function created(body: Json = {}): Promise<string> {
  const answer = await create(body);
  expect(answer.status).toBe(201);
  // Ids sort by the time of their creation.
  api.clock.now += 1;
  return String(answer.body['id']);
}

const list = async (query = '') =>
  (await api.call('GET', path() + query)).body as { items: Json[]; next_cursor: string };

async function events(): Promise<string[]> {
  const { items } = (await api.call('GET', '/v1/ledger/events?limit=100')).body as { items: { type: string }[] };
  return items.map(({ type }) => type).filter((type) => type.startsWith('webhook.'));
}

describe('a webhook', () => {
  test('is created, listed, found and removed, and all of that stays visible', async () => {
    const kinds = ['key.unused', 'security.events'];
    const answer = await create({ kinds, description: 'to the pager', reason: 'wanted' });
    const { id } = answer.body;
    const shown = {
      id,
      organization_id: acme,
      url: URL_,
      kinds,
      description: 'to the pager',
      created_at: new Date(api.clock.now).toISOString(),
      created_by: { subject: 'bootstrap', kind: 'bootstrap' },
      delivery: { state: 'active', last_delivered_at: null, last_failure: null, waiting: 0, dropped: 0 },
    };
    expect(answer).toMatchObject({ status: 201, headers: { location: path(id) } });
    expect(answer.body).toMatchObject({ ...shown, state: 'active', version: 1, applied: 'ledger', effective_by: null });
    expect((await api.call('GET', path(id))).body).toEqual({ ...shown, state: 'active', version: 1 });

    api.clock.now += 1;
    const second = await created();
    const gone = { ...shown, state: 'removed', version: 2 };
    expect(await api.call('DELETE', `${path(id)}?reason=moved`)).toMatchObject({ status: 200, body: gone });
    const { items, next_cursor } = await list('?limit=1');
    expect(items).toMatchObject([{ id: second, kinds: WEBHOOK_KINDS, description: '' }]);
    expect(await list(`?limit=1&cursor=${next_cursor}`)).toEqual({ items: [gone], next_cursor: null });
    const history = (await api.call('GET', `${path(id)}/history`)).body as { items: Json[] };
    expect(history.items).toMatchObject([
      { type: 'webhook.removed', reason: 'moved', organization_id: acme, version: 2, changes: {} },
      { type: 'webhook.created', reason: 'wanted', changes: { url: URL_, kinds, description: 'to the pager' } },
    ]);
    expect(JSON.stringify(history)).not.toMatch(/digest|secret/);
  });

  test('has a secret that is made from the digest key and its id, shown once and stored nowhere', async () => {
    const { body } = await create();
    const [id, secret] = [String(body['id']), String(body['secret'])];
    const key = api.digestKeys.loaded.keys.get('first') ?? Buffer.alloc(0);
    const derived = createHmac('sha256', key).update(`keyledger/webhook/v1/${id}`).digest('base64');
    expect(secret).toBe(`whsec_${derived}`);
    expect(webhookSecret(api.directory, api.digestKeys, id)).toBe(secret);
    for (const url of [path(), path(id), `${path(id)}/history`]) {
      expect((await api.call('GET', url)).text).not.toContain(derived);
    }
    expect(JSON.stringify(api.directory.snapshot())).not.toContain(derived);
  });

  test('that is removed again is as it was, without an event, and is not tried', async () => {
    const id = await created();
    await remove(id);
    expect(await remove(id)).toMatchObject({ status: 200, body: { state: 'removed', version: 2 } });
    expect(await events()).toEqual(['webhook.created', 'webhook.removed']);
    const tried = await api.call('POST', `${path(id)}/test`);
    expect(tried).toMatchObject({
      status: 422,
      body: { code: 'validation_failed', errors: [{ field: 'webhook_id' }] },
    });
    expect(deliveries.tested).toEqual([]);
  });

  test('is tried, and says how its deliveries stand', async () => {
    const id = await created();
    const at = api.clock.now;
    deliveries.status = {
      state: 'disabled',
      lastDeliveredAt: at,
      lastFailure: { at, why: 'answered 500' },
      waiting: 2,
      dropped: 1,
    };
    const tried = await api.call('POST', `${path(id)}/test`);
    const time = new Date(at).toISOString();
    const delivery = {
      state: 'disabled',
      last_delivered_at: time,
      last_failure: { at: time, why: 'answered 500' },
      waiting: 2,
      dropped: 1,
    };
    expect(tried).toMatchObject({ status: 202, body: { id, delivery } });
    expect(deliveries.tested).toMatchObject([{ id, url: URL_, organizationId: acme }]);
    expect((await list()).items).toMatchObject([{ delivery }]);
    expect(await events()).toEqual(['webhook.created']);
  });
});

describe('a repeat under the same Idempotency-Key', () => {
  const once = { headers: { 'idempotency-key': 'one' } };

  test('of a creation finds what it made, without the secret', async () => {
    const first = await create({}, once);
    await remove(first.body['id']);
    const again = await create({}, once);
    expect(again).toMatchObject({ status: 201, body: { id: first.body['id'], secret: null, state: 'removed' } });
    expect(again.body['note']).toContain('Create another webhook');
    expect(await create({ kinds: ['key.unused'] }, once)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    expect(await events()).toEqual(['webhook.created', 'webhook.removed']);
  });

  test('of a removal removes once', async () => {
    const id = await created();
    await remove(id, once);
    expect(await remove(id, once)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await remove(id, { ...once, body: { reason: 'other' } })).toMatchObject({
      body: { code: 'idempotency_key_reused' },
    });
  });
});

test('an organization holds 16 webhooks that are not removed', async () => {
  const ids: string[] = [];
  for (let n = 0; n < MAX_WEBHOOKS; n++) ids.push(await created());
  expect(MAX_WEBHOOKS).toBe(16);
  expect(await create()).toMatchObject({
    status: 422,
    body: { code: 'validation_failed', errors: [{ field: 'organization_id' }] },
  });
  expect((await api.call('POST', path('', globex), { body: { url: URL_ } })).status).toBe(201);
  await remove(ids[3]);
  await created();
});

const callsOf = (id: string, options: CallOptions, organization = acme) => [
  api.call('GET', path(id, organization), options),
  api.call('GET', `${path(id, organization)}/history`, options),
  api.call('POST', `${path(id, organization)}/test`, options),
  api.call('DELETE', path(id, organization), options),
];
const everyCall = (id: string, options: CallOptions) => [
  create({}, options),
  api.call('GET', path(), options),
  ...callsOf(id, options),
];

test.each(['owner', 'administrator', 'platform'])('who is %s may do everything about webhooks', async (role) => {
  const token = await api.token(acme, role);
  const answers = await Promise.all(everyCall(await created(), { token }));
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 202, 200]);
});

test.each(['operator', 'driver', 'service'])('who is %s may do nothing about webhooks', async (role) => {
  const token = await api.token(acme, role);
  for (const answer of await Promise.all(everyCall(await created(), { token }))) {
    expect(answer).toMatchObject({ status: 403, body: { code: 'permission_denied' } });
  }
});

test('a key that manages keys may do nothing about webhooks', async () => {
  const { secret: token } = await api.key(acme, { scopes: ['keys.manage'] });
  for (const answer of await Promise.all(everyCall(await created(), { token }))) {
    expect(answer).toMatchObject({ status: 403, body: { code: 'permission_denied' } });
  }
});

test("another organization's webhooks are answered as if there were none", async () => {
  const id = await created();
  const token = await api.token(globex, 'owner');
  for (const answer of await Promise.all([...everyCall(id, { token }), ...callsOf(id, { token }, globex)])) {
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  }
  expect(deliveries.tested).toEqual([]);
  expect(await events()).toEqual(['webhook.created']);
});

test.each([
  [{ url: 'https://127.0.0.1/' }, 'url'],
  [{ kinds: [] }, 'kinds'],
  [{ kinds: ['key.unused', 'key.revoked'] }, 'kinds[1]'],
  [{ kinds: 'key.unused' }, 'kinds'],
  [{ description: 'a\nb' }, 'description'],
  [{ reason: 'a'.repeat(501) }, 'reason'],
  [{ secret: 'whsec_mine' }, 'secret'],
  [{ wait_for: 'ledger' }, 'wait_for'],
])('%j is refused, and is no event', async (fields, field) => {
  expect(await create(fields)).toMatchObject({
    status: 422,
    body: { code: 'validation_failed', errors: [{ field }] },
  });
  expect(await events()).toEqual([]);
});
