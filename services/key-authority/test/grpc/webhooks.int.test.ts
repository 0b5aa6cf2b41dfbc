import { beforeEach, expect, test } from 'vitest';
import { NO_WEBHOOKS } from '../../src/application/webhook-deliveries.ts';
import type { LifecycleMethod } from '../support/grpc-call.ts';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { type TestGrpc, startTestGrpc } from '../support/test-grpc.ts';
import { MAX_WAITING, ToldWebhooks, waiting } from '../support/told-webhooks.ts';

let api: TestApi;
let grpc: TestGrpc;
let acme: string;
let tried: string[];

beforeEach(async () => {
  tried = [];
  const test = (webhook: { readonly id: string }) => {
    tried.push(webhook.id);
    return Promise.resolve();
  };
  api = await startTestApi({}, { webhooks: { ...NO_WEBHOOKS, deliveries: { ...NO_WEBHOOKS.deliveries, test } } });
  acme = await api.organization('acme');
  grpc = await startTestGrpc(api);
  return async () => {
    await grpc.stop();
    await api.stop();
  };
});

const call = (method: LifecycleMethod, fields: object) => grpc.call(method, { organizationId: acme, ...fields });
const create = (fields: object = {}, options: object = {}) =>
  call('CreateWebhook', { url: 'https://example.com/hook', ...fields, options });

test('webhooks are created, shown, tried and removed over gRPC, and REST shows the same', async () => {
  const made = await create({ kinds: { names: ['security.events'] }, description: 'ops' });
  const { id, ...shown } = made.message['webhook'] as Json;
  expect(made).toMatchObject({ status: '0', message: { secret: expect.stringMatching(/^whsec_/) as string } });
  expect(shown).toMatchObject({ kinds: ['security.events'], description: 'ops', state: 'active', version: 1 });
  expect(shown['delivery']).toEqual({
    state: 'active',
    lastDeliveredAt: null,
    lastFailure: null,
    waiting: 0,
    dropped: 0,
  });
  expect((await call('GetWebhook', { id })).message['webhook']).toMatchObject({ id, description: 'ops' });
  expect((await call('TestWebhook', { id })).message['webhook']).toMatchObject({ id });
  expect(tried).toEqual([id]);
  const removed = await call('RemoveWebhook', { id, options: { reason: 'moved' } });
  expect(removed).toMatchObject({ message: { webhook: { state: 'removed' }, applied: { applied: 'ledger' } } });
  expect((await call('ListWebhooks', {})).message['items']).toMatchObject([{ id, state: 'removed' }]);
  const { items } = (await call('GetWebhookHistory', { id })).message;
  expect(items).toMatchObject([{ type: 'webhook.removed', reason: 'moved' }, { type: 'webhook.created' }]);
  const { body } = await api.call('GET', `/v1/organizations/${acme}/webhooks/${String(id)}`);
  expect(body).toMatchObject({ id, kinds: ['security.events'], state: 'removed', version: 2 });
});

test('a webhook is told of all kinds where none is named, and a repeat shows no secret', async () => {
  const first = await create({}, { idempotencyKey: 'one' });
  const { id, kinds } = first.message['webhook'] as Json;
  expect(kinds).toContain('security.events');
  expect((kinds as string[]).length).toBeGreaterThan(1);
  const again = await create({}, { idempotencyKey: 'one' });
  expect(again).toMatchObject({ status: '0', message: { secret: '', webhook: { id } } });
});

test('a webhook for which as many messages wait as may is not tried, which is an error of its own', async () => {
  const told = await ToldWebhooks.start();
  const its = await startTestGrpc(told.api);
  try {
    const id = await told.register();
    await told.outbox.add(id, waiting(MAX_WAITING, false), 0);
    const answer = await its.call('TestWebhook', { organizationId: told.acme, id });
    expect(answer).toMatchObject({ status: '8', code: 'rate_limited' });
  } finally {
    await its.stop();
    await told.stop();
  }
});
