import { beforeEach, expect, test } from 'vitest';
import { NONE, ToldWebhooks } from '../support/told-webhooks.ts';

/** As many as wait for an endpoint at most. */
const MAX_WAITING = 1_000;

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

test('a notice that waits is not left out, whatever is tried or happens meanwhile, and of tests the oldest are', async () => {
  const id = await told.register();
  await told.expiring('soon');
  await told.feed().round();
  const happened = Array.from({ length: MAX_WAITING }, (_, n) => ({
    ...{ id: `msg_${String(n)}`, payload: '{"type":"security.events"}', mayBeLeftOut: true },
  }));
  await told.outbox.add(id, happened, told.api.clock.now);
  await tryOut(id);
  expect(told.outbox.status(id)).toMatchObject({ waiting: MAX_WAITING, dropped: 2 });
  const types = (await told.drain()).map(({ type }) => type);
  expect([types[0], types.at(-1), types.length]).toEqual(['key.expires_soon', 'webhook.test', MAX_WAITING]);
});

test('where notices alone take all room, a test is left out', async () => {
  const id = await told.register();
  const notices = Array.from({ length: MAX_WAITING }, (_, n) => ({
    ...{ id: `msg_${String(n)}`, payload: '{"type":"key.unused"}', mayBeLeftOut: false },
  }));
  await told.outbox.add(id, notices, 0);
  await tryOut(id);
  expect(told.outbox.status(id)).toMatchObject({ waiting: MAX_WAITING, dropped: 1 });
});
