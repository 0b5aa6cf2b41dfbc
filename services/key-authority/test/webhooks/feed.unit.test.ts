import { openOutbox } from '@keyledger/catalogue';
import { silentLogger } from '@keyledger/ports';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Json } from '../support/test-api.ts';
import { DAY, NONE, type Sent, ToldWebhooks } from '../support/told-webhooks.ts';

const MINUTE = 60_000;

let told: ToldWebhooks;
beforeEach(async () => {
  told = await ToldWebhooks.start();
  return () => told.stop();
});

describe('a notice', () => {
  test('is said once, with what the list says of it, from when it began', async () => {
    const webhook = await told.register();
    await told.expiring('soon');
    const sent = await told.round();
    const { items } = (await told.api.call('GET', '/v1/notices')).body as { items: Json[] };
    expect(sent).toMatchObject([{ to: webhook, type: 'key.expires_soon', timestamp: items[0]?.['since'] }]);
    expect(sent[0]?.data).toEqual(items[0]);
    expect(told.woken).toBe(1);
    told.api.clock.now += MINUTE;
    expect(await told.round()).toEqual([]);
  });

  test('has the same id from every replica, and another to another webhook', async () => {
    await told.register();
    await told.register({ url: 'https://other.example.com/' });
    await told.expiring('soon');
    const other = openOutbox({ file: ':memory:', logger: silentLogger });
    await told.feed({ outbox: other }).round();
    const [here, there] = [await told.round(), await told.drain(other)];
    other.close();
    const ids = (sent: Sent[]) => sent.map(({ id, to }) => `${to} ${id}`).toSorted();
    expect(ids(here)).toEqual(ids(there));
    expect(new Set(here.map(({ id }) => id)).size).toBe(2);
  });

  test('that held before the registration is said too', async () => {
    await told.expiring('soon');
    told.api.clock.now += DAY;
    await told.register();
    expect(await told.round()).toMatchObject([{ data: { key_name: 'soon' } }]);
  });

  test('of a kind that was not asked for, or of another organization, is not said', async () => {
    const globex = await told.api.organization('globex');
    await told.register({ kinds: ['key.unused', 'security.events'] });
    await told.register({ kinds: ['key.expires_soon'] }, globex);
    await told.expiring('ours');
    await told.expiring('theirs', globex);
    expect(await told.round()).toMatchObject([{ data: { key_name: 'theirs' } }]);
  });

  test('is said again when it holds again', async () => {
    await told.register({ kinds: ['key.rotation_due'] });
    const key = await told.api.key(told.acme, { name: 'old' });
    told.api.clock.now += 91 * DAY;
    const [first] = await told.round();
    expect((await told.api.call('POST', `/v1/keys/${key.id}/rotate`, { body: {} })).status).toBe(200);
    expect(await told.round()).toEqual([]);
    told.api.clock.now += 91 * DAY;
    const [second] = await told.round();
    expect([first?.type, second?.type, first?.id === second?.id]).toEqual([
      ...['key.rotation_due', 'key.rotation_due'],
      false,
    ]);
  });

  test('is said of every key, however many there are', async () => {
    await told.register();
    for (let n = 0; n < 120; n++) await told.expiring(String(n));
    expect(await told.round()).toHaveLength(120);
  });

  test('that there is no room for is said when there is', async () => {
    await told.register();
    for (let n = 0; n < 5; n++) await told.expiring(String(n));
    const room = vi.spyOn(told.outbox, 'room').mockReturnValue(2);
    expect(await told.round()).toHaveLength(2);
    room.mockRestore();
    expect(await told.round()).toHaveLength(3);
  });

  test('is remembered for as long as it holds, and forgotten when it has not held for a week', async () => {
    await told.register({ kinds: ['key.rotation_due'] });
    const key = await told.api.key(told.acme);
    told.api.clock.now += 91 * DAY;
    const feed = told.feed();
    const [sent] = await told.round(feed);
    const remembered = async () => (await told.outbox.unknown([sent?.id ?? ''], 0)).size === 0;
    for (let day = 0; day < 20; day++) {
      told.api.clock.now += DAY;
      expect(await told.round(feed)).toEqual([]);
    }
    await told.api.call('POST', `/v1/keys/${key.id}/revoke`);
    told.api.clock.now += 6 * DAY;
    await told.round(feed);
    expect(await remembered()).toBe(true);
    told.api.clock.now += 2 * DAY;
    await told.round(feed);
    expect(await remembered()).toBe(false);
  });
});

test('of a removed webhook nothing is kept, and nothing more is said to it', async () => {
  const id = await told.register();
  await told.expiring('soon');
  await told.feed().round();
  expect((await told.api.call('DELETE', `/v1/organizations/${told.acme}/webhooks/${id}`)).status).toBe(200);
  expect(await told.round()).toEqual([]);
  expect(told.outbox.webhookIds()).toEqual([]);
});

test('a disabled webhook is told nothing', async () => {
  const id = await told.register();
  await told.expiring('soon');
  await told.feed().round();
  const [delivery] = told.outbox.due('well', Number.MAX_SAFE_INTEGER, NONE, 1);
  if (delivery !== undefined)
    await told.outbox.failed(delivery, { why: 'answered 410', nextAt: null, holdUntil: 0 }, 5);
  await told.expiring('another');
  expect(await told.round()).toEqual([]);
  const shown = await told.api.call('GET', `/v1/organizations/${told.acme}/webhooks/${id}`);
  expect(shown.body['delivery']).toMatchObject({ state: 'disabled', last_failure: { why: 'answered 410' } });
});

test('without a webhook the catalogue is not read', async () => {
  await told.expiring('soon');
  const current = (): never => {
    throw new Error('read');
  };
  await told.feed({ catalogue: { current } }).round();
});
