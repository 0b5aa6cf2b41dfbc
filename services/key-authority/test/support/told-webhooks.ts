import { type StoredOutbox, openOutbox } from '@keyledger/catalogue';
import { type Timers, silentLogger } from '@keyledger/ports';
import { expect } from 'vitest';
import { WebhookFeed, type WebhookFeedOptions } from '../../src/webhooks/feed.ts';
import { OutboxDeliveries } from '../../src/webhooks/outbox-deliveries.ts';
import { type Json, type TestApi, startTestApi } from './test-api.ts';

export const DAY = 86_400_000;
export const NONE: ReadonlySet<string> = new Set();
/** As many messages as wait for an endpoint at most. */
export const MAX_WAITING = 1_000;
const noTimers: Timers = { after: () => () => undefined };

/** A message, and where it was to go. */
export interface Sent {
  readonly id: string;
  readonly to: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Json;
}

/** Messages for an outbox; none of them is a test's. */
export const waiting = (count: number, mayBeLeftOut: boolean) =>
  Array.from({ length: count }, (_, n) => ({ id: `msg_${String(n)}`, payload: '{"type":"waits"}', mayBeLeftOut }));

/** An authority with an organization whose webhooks are told by rounds, and an outbox that is emptied by hand. */
export class ToldWebhooks {
  readonly api: TestApi;
  readonly outbox: StoredOutbox;
  readonly acme: string;
  woken = 0;

  private constructor(api: TestApi, outbox: StoredOutbox, acme: string) {
    this.api = api;
    this.outbox = outbox;
    this.acme = acme;
  }

  static async start(): Promise<ToldWebhooks> {
    const outbox = openOutbox({ file: ':memory:', logger: silentLogger });
    const clock = { wall: () => 0, monotonic: () => 0 };
    const deliveries = new OutboxDeliveries({ outbox, wake: () => undefined, clock });
    const api = await startTestApi({}, { webhooks: { deliveries, allowPrivate: false } });
    return new ToldWebhooks(api, outbox, await api.organization('acme'));
  }

  async stop(): Promise<void> {
    await this.api.stop();
    this.outbox.close();
  }

  /** @returns its id */
  async register(fields: Json = {}, organization = this.acme): Promise<string> {
    const body = { url: 'https://hooks.example.com/', ...fields };
    const answer = await this.api.call('POST', `/v1/organizations/${organization}/webhooks`, { body });
    expect(answer.status).toBe(201);
    return String(answer.body['id']);
  }

  expiring(name: string, organization = this.acme) {
    const expires_at = new Date(this.api.clock.now + 3 * DAY).toISOString();
    return this.api.key(organization, { name, expires_at });
  }

  feed(changes: Partial<WebhookFeedOptions> = {}): WebhookFeed {
    const { directory, usage, clock, logger, catalogue } = this.api;
    const wake = (): void => void (this.woken += 1);
    const reads = { directory, usage, outbox: this.outbox, catalogue: { current: () => catalogue } };
    return new WebhookFeed({ ...reads, wake, clock, timers: noTimers, logger, intervalMs: 1, ...changes });
  }

  /** Takes everything out of the outbox, as if it had arrived. */
  async drain(from = this.outbox): Promise<Sent[]> {
    const sent: Sent[] = [];
    for (;;) {
      const [delivery] = from.due('well', Number.MAX_SAFE_INTEGER, NONE, 1);
      if (delivery === undefined) return sent;
      const { type, timestamp, data } = JSON.parse(delivery.payload) as Sent;
      sent.push({ id: delivery.messageId, to: delivery.webhookId, type, timestamp, data });
      await from.delivered(delivery, this.api.clock.now);
    }
  }

  async round(feed = this.feed()): Promise<Sent[]> {
    await feed.round();
    return this.drain();
  }
}
