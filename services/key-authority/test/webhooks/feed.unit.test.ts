import { type StoredOutbox, openOutbox } from '@keyledger/catalogue';
import { type SecurityRow, type Timers, silentLogger } from '@keyledger/ports';
import { beforeEach, describe, expect, test } from 'vitest';
import { OutboxDeliveries } from '../../src/webhooks/outbox-deliveries.ts';
import {
  MAX_SECURITY_EVENTS,
  SECURITY_CATCH_UP_MS,
  SECURITY_DELAY_MS,
  WebhookFeed,
  type WebhookFeedOptions,
} from '../../src/webhooks/feed.ts';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const NONE: ReadonlySet<string> = new Set();
const noTimers: Timers = { after: () => () => undefined };

let api: TestApi;
let outbox: StoredOutbox;
let acme: string;
let sequence: number;
let woken: number;

beforeEach(async () => {
  outbox = openOutbox({ file: ':memory:', logger: silentLogger });
  const deliveries = new OutboxDeliveries({
    outbox,
    wake: () => undefined,
    clock: { wall: () => 0, monotonic: () => 0 },
  });
  api = await startTestApi({}, { webhooks: { deliveries, allowPrivate: false } });
  acme = await api.organization('acme');
  sequence = 0;
  woken = 0;
  return async () => {
    await api.stop();
    outbox.close();
  };
});

async function register(fields: Json = {}, organization = acme): Promise<string> {
  const body = { url: 'https://hooks.example.com/', ...fields };
  const answer = await api.call('POST', `/v1/organizations/${organization}/webhooks`, { body });
  expect(answer.status).toBe(201);
  return String(answer.body['id']);
}

const expiring = (name: string, organization = acme) => {
  const expires_at = new Date(api.clock.now + 3 * DAY).toISOString();
  return api.key(organization, { name, expires_at });
};

function feedOf(changes: Partial<WebhookFeedOptions> = {}): WebhookFeed {
  const { directory, usage, clock, logger, catalogue } = api;
  const wake = (): void => void (woken += 1);
  const reads = { directory, usage, outbox, catalogue: { current: () => catalogue } };
  return new WebhookFeed({ ...reads, wake, clock, timers: noTimers, logger, intervalMs: 1, ...changes });
}

interface Sent {
  readonly id: string;
  readonly to: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Json;
}

/** Takes everything out of the outbox, as if it had arrived. */
async function drain(from = outbox): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (;;) {
    const [delivery] = from.due(Number.MAX_SAFE_INTEGER, NONE, 1);
    if (delivery === undefined) return sent;
    const { type, timestamp, data } = JSON.parse(delivery.payload) as Sent;
    sent.push({ id: delivery.messageId, to: delivery.webhookId, type, timestamp, data });
    await from.delivered(delivery, api.clock.now);
  }
}

async function round(feed = feedOf()): Promise<Sent[]> {
  await feed.round();
  return drain();
}

describe('a notice', () => {
  test('is said once, with what the list says of it, from when it began', async () => {
    const webhook = await register();
    await expiring('soon');
    const sent = await round();
    const { items } = (await api.call('GET', '/v1/notices')).body as { items: Json[] };
    expect(sent).toMatchObject([{ to: webhook, type: 'key.expires_soon', timestamp: items[0]?.['since'] }]);
    expect(sent[0]?.data).toEqual(items[0]);
    expect(woken).toBe(1);
    api.clock.now += MINUTE;
    expect(await round()).toEqual([]);
  });

  test('has the same id from every replica, and another to another webhook', async () => {
    await register();
    await register({ url: 'https://other.example.com/' });
    await expiring('soon');
    const other = openOutbox({ file: ':memory:', logger: silentLogger });
    await feedOf({ outbox: other }).round();
    const [here, there] = [await round(), await drain(other)];
    other.close();
    const ids = (sent: Sent[]) => sent.map(({ id, to }) => `${to} ${id}`).toSorted();
    expect(ids(here)).toEqual(ids(there));
    expect(new Set(here.map(({ id }) => id)).size).toBe(2);
  });

  test('that held before the registration is said too', async () => {
    await expiring('soon');
    api.clock.now += DAY;
    await register();
    expect(await round()).toMatchObject([{ data: { key_name: 'soon' } }]);
  });

  test('of a kind that was not asked for, or of another organization, is not said', async () => {
    const globex = await api.organization('globex');
    await register({ kinds: ['key.unused', 'security.events'] });
    await register({ kinds: ['key.expires_soon'] }, globex);
    await expiring('ours');
    await expiring('theirs', globex);
    expect(await round()).toMatchObject([{ data: { key_name: 'theirs' } }]);
  });

  test('is said again when it holds again', async () => {
    await register({ kinds: ['key.rotation_due'] });
    const key = await api.key(acme, { name: 'old' });
    api.clock.now += 91 * DAY;
    const [first] = await round();
    expect((await api.call('POST', `/v1/keys/${key.id}/rotate`, { body: {} })).status).toBe(200);
    expect(await round()).toEqual([]);
    api.clock.now += 91 * DAY;
    const [second] = await round();
    expect([first?.type, second?.type, first?.id === second?.id]).toEqual([
      ...['key.rotation_due', 'key.rotation_due'],
      false,
    ]);
  });

  test('is said of every key, however many there are', async () => {
    await register();
    for (let n = 0; n < 120; n++) await expiring(String(n));
    expect(await round()).toHaveLength(120);
  });

  test('that there is no room for is said when there is', async () => {
    await register();
    for (let n = 0; n < 5; n++) await expiring(String(n));
    const room = { room: () => 2 };
    const narrow: WebhookFeedOptions['outbox'] = Object.assign(Object.create(outbox) as StoredOutbox, room, {
      unknown: outbox.unknown.bind(outbox),
      add: outbox.add.bind(outbox),
      isDisabled: outbox.isDisabled.bind(outbox),
      webhookIds: outbox.webhookIds.bind(outbox),
    });
    expect(await round(feedOf({ outbox: narrow }))).toHaveLength(2);
    expect(await round()).toHaveLength(3);
  });

  test('is remembered for as long as it holds, and forgotten when it has not held for a week', async () => {
    await register({ kinds: ['key.rotation_due'] });
    const key = await api.key(acme);
    api.clock.now += 91 * DAY;
    const feed = feedOf();
    const [sent] = await round(feed);
    const remembered = async () => (await outbox.unknown([sent?.id ?? ''], 0)).size === 0;
    for (let day = 0; day < 20; day++) {
      api.clock.now += DAY;
      expect(await round(feed)).toEqual([]);
    }
    await api.call('POST', `/v1/keys/${key.id}/revoke`);
    api.clock.now += 6 * DAY;
    await round(feed);
    expect(await remembered()).toBe(true);
    api.clock.now += 2 * DAY;
    await round(feed);
    expect(await remembered()).toBe(false);
  });
});

describe('security events', () => {
  const minuteOf = (time: number): number => time - (time % MINUTE);
  const row = (changes: Partial<SecurityRow> = {}): SecurityRow => ({
    ...{ minute: minuteOf(api.clock.now), reason: 'revoked_key', source: '192.0.2.1', keyId: 'key_a' },
    ...{ organizationId: acme, count: 3 },
    ...changes,
  });
  const happen = (...security: SecurityRow[]) =>
    api.usage.take({ node: 'aa', sequence: ++sequence, usage: [], security }, api.clock.now);
  /** When it is due. */
  const later = (): void => void (api.clock.now += MINUTE + SECURITY_DELAY_MS);

  test('of a minute are one message, once the minute is over and nodes have told of it', async () => {
    const feed = feedOf();
    api.clock.now += SECURITY_DELAY_MS;
    const webhook = await register();
    const minute = minuteOf(api.clock.now);
    await happen(row(), row({ source: '192.0.2.2', count: 5 }), row({ organizationId: 'org_other', keyId: 'key_b' }));
    api.clock.now = minute + MINUTE + SECURITY_DELAY_MS - 1;
    expect(await round(feed)).toEqual([]);
    api.clock.now += 1;
    const [start, end] = [new Date(minute).toISOString(), new Date(minute + MINUTE).toISOString()];
    const shared = { minute: start, reason_code: 'revoked_key', key_id: 'key_a', organization_id: acme };
    const sent = await round(feed);
    expect(sent).toMatchObject([{ to: webhook, type: 'security.events', timestamp: end }]);
    expect(sent[0]?.data).toEqual({
      ...{ organization_id: acme, start, end, omitted: 0 },
      events: [
        { ...shared, category: 'failed_authentication', source: '192.0.2.2', count: 5 },
        { ...shared, category: 'failed_authentication', source: '192.0.2.1', count: 3 },
      ],
    });
    expect(await round(feed)).toEqual([]);
  });

  test('of a flood are one message a minute, of those that happened most', async () => {
    const feed = feedOf();
    await register();
    await happen(...Array.from({ length: 500 }, (_, n) => row({ source: `10.0.${String(n)}.1`, count: n + 1 })));
    later();
    later();
    const sent = await round(feed);
    expect(sent).toHaveLength(1);
    const { events, omitted } = (sent[0]?.data ?? {}) as { events: { count: number }[]; omitted: number };
    expect([events.length, omitted]).toEqual([MAX_SECURITY_EVENTS, 400]);
    expect(events.map(({ count }) => count)).toEqual(Array.from({ length: 100 }, (_, n) => 500 - n));
  });

  test('are told after an outage of hours, when nodes have handed in what they kept, and not from before a day', async () => {
    await register();
    const at = (ago: number) => row({ minute: minuteOf(api.clock.now - ago) });
    api.clock.now += 2 * DAY;
    const feed = feedOf();
    await happen(at(5 * 3_600_000), at(3_600_000), at(SECURITY_CATCH_UP_MS + MINUTE));
    expect(await round(feed)).toEqual([]);
    api.clock.now += SECURITY_DELAY_MS;
    expect(await round(feed)).toHaveLength(2);
    expect(await round(feed)).toEqual([]);
  });

  test('of before the registration are not told', async () => {
    const feed = feedOf();
    await happen(row());
    later();
    await register();
    later();
    expect(await round(feed)).toEqual([]);
  });

  test('that cannot be read now do not keep notices back', async () => {
    await register();
    await expiring('soon');
    later();
    const unreadable = (): never => {
      throw new Error('not now');
    };
    const usage = { lastUsedAt: () => null, securityOfMinute: unreadable, securityMinutes: unreadable };
    const feed = feedOf({ usage });
    later();
    await expect(feed.round()).rejects.toThrow('not now');
    expect(await drain()).toMatchObject([{ type: 'key.expires_soon' }]);
  });
});

test('of a removed webhook nothing is kept, and nothing more is said to it', async () => {
  const id = await register();
  await expiring('soon');
  await feedOf().round();
  expect((await api.call('DELETE', `/v1/organizations/${acme}/webhooks/${id}`)).status).toBe(200);
  expect(await round()).toEqual([]);
  expect(outbox.webhookIds()).toEqual([]);
});

test('a disabled webhook is told nothing', async () => {
  const id = await register();
  await expiring('soon');
  await feedOf().round();
  const [delivery] = outbox.due(Number.MAX_SAFE_INTEGER, NONE, 1);
  if (delivery !== undefined) await outbox.failed(delivery, { why: 'answered 410', nextAt: null, holdUntil: 0 }, 5);
  await expiring('another');
  expect(await round()).toEqual([]);
  const shown = await api.call('GET', `/v1/organizations/${acme}/webhooks/${id}`);
  expect(shown.body['delivery']).toMatchObject({ state: 'disabled', last_failure: { why: 'answered 410' } });
});

test('without a webhook the catalogue is not read', async () => {
  await expiring('soon');
  const current = (): never => {
    throw new Error('read');
  };
  await feedOf({ catalogue: { current } }).round();
});
