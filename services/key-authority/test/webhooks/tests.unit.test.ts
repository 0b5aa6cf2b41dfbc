import { beforeEach, expect, test } from 'vitest';
import { MAX_WAITING, NONE, ToldWebhooks, waiting } from '../support/told-webhooks.ts';

let told: ToldWebhooks;
beforeEach(async () => {
  told = await ToldWebhooks.start();
  return () => told.stop();
});

const tryOut = (id: string) => told.api.call('POST', `/v1/organizations/${told.acme}/webhooks/${id}/test`);

test('each test is a message of its own, and says whose and which the webhook is', async () => {
  const id = await told.register();
  expect([(await tryOut(id)).status, (await tryOut(id)).status]).toEqual([202, 202]);
  const sent = await told.drain();
  const data = { organization_id: told.acme, webhook_id: id };
  expect(sent).toMatchObject([
    { to: id, type: 'webhook.test', data },
    { to: id, type: 'webhook.test', data },
  ]);
  expect(sent[0]?.id).not.toBe(sent[1]?.id);
});

test('a webhook that is disabled here is not tried, and its owner learns why', async () => {
  const id = await told.register();
  await tryOut(id);
  const [delivery] = told.outbox.due('well', Number.MAX_SAFE_INTEGER, NONE, 1);
  if (delivery !== undefined) {
    await told.outbox.failed(delivery, { why: 'answered 410', nextAt: null, holdUntil: 0 }, 5);
  }
  expect(await tryOut(id)).toMatchObject({ status: 422, body: { errors: [{ field: 'webhook_id' }] } });
});

test.each([
  ['notices', false],
  ['security events', true],
])('where %s take all room, a test is refused, and displaces none', async (_what, may) => {
  const id = await told.register();
  await told.outbox.add(id, waiting(MAX_WAITING, may), 0);
  expect(await tryOut(id)).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(told.outbox.status(id)).toMatchObject({ waiting: MAX_WAITING, dropped: 0 });
  expect((await told.drain()).map(({ type }) => type)).not.toContain('webhook.test');
  expect((await tryOut(id)).status).toBe(202);
});

test('of tests that come at once as many are taken as there is room for, and each of those is sent', async () => {
  const id = await told.register();
  await told.outbox.add(id, waiting(MAX_WAITING - 1, false), 0);
  const answers = await Promise.all([tryOut(id), tryOut(id), tryOut(id)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 429, 429]);
  const tests = (await told.drain()).filter(({ type }) => type === 'webhook.test');
  expect([tests.length, told.outbox.status(id).dropped]).toEqual([1, 0]);
});

test('a test that waits is left out for what happens later, and counted', async () => {
  const id = await told.register();
  await tryOut(id);
  await told.outbox.add(id, waiting(MAX_WAITING, true), 1);
  expect(told.outbox.status(id)).toMatchObject({ waiting: MAX_WAITING, dropped: 1 });
  expect((await told.drain()).map(({ type }) => type)).not.toContain('webhook.test');
});
