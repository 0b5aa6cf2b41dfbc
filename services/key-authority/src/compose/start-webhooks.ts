import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type StoredOutbox, openOutbox } from '@keyledger/catalogue';
import type { Directory } from '@keyledger/directory';
import { type Logger, systemClock, systemTimers } from '@keyledger/ports';
import { type AttemptResult, Dispatcher, type Endpoint, sendWebhook } from '@keyledger/webhooks';
import type { Metrics } from '@keyledger/service-kit';
import type { UsageRecords } from '../application/usage-records.ts';
import { NO_WEBHOOKS, type WebhookParts } from '../application/webhook-deliveries.ts';
import { type WebhookKeys, webhookSecret } from '../application/webhook-secrets.ts';
import type { CatalogueFeed } from '../ledger/catalogue-feed.ts';
import { WebhookFeed } from '../webhooks/feed.ts';
import { OutboxDeliveries } from '../webhooks/outbox-deliveries.ts';
import type { AuthorityContext } from './context.ts';

/** For one attempt, its lookup included. */
const TIMEOUT_MS = 15_000;
/** A hanging endpoint costs a socket and little else: this many at once, and few of one organization. */
const AT_ONCE = 32;
const AT_ONCE_OF_ONE = 4;

export interface StartedWebhooks {
  readonly parts: WebhookParts;
  /** To be called when the ledger has been read: a webhook that is not known is taken for a removed one. */
  begin(told: { readonly catalogue: CatalogueFeed; readonly usage: UsageRecords }): Promise<void>;
}

/** Opens what is on its way to webhooks. That it cannot be used is shown, and takes nothing else out of service. */
export async function startWebhooks(context: AuthorityContext, keys: WebhookKeys): Promise<StartedWebhooks> {
  const { settings, lifecycle, logger, health, metrics, directory } = context;
  const { webhooksPrivate: allowPrivate } = settings;
  const off: StartedWebhooks = { parts: { ...NO_WEBHOOKS, allowPrivate }, begin: async () => undefined };
  if (!settings.webhooks) return off;
  const check = health.check('webhooks', { informs: true });
  const outbox = await lifecycle.start(
    'outbox of webhooks',
    () => open(settings.dataDir, logger),
    (part) => part?.close(),
  );
  if (outbox === null) {
    check.failing('the file of webhooks cannot be used');
    return off;
  }
  check.ok();
  measure(metrics, outbox);
  const clocks = { clock: systemClock, timers: systemTimers };
  const dispatcher = new Dispatcher({
    outbox,
    endpointOf: (id) => endpointOf(directory, keys, id),
    send: (url, headers, payload, signal) =>
      sendWebhook(url, headers, payload, { allowPrivate, timeoutMs: TIMEOUT_MS, signal }),
    ...clocks,
    random: Math.random,
    atOnce: AT_ONCE,
    atOnceOfOne: AT_ONCE_OF_ONE,
    logger,
    onAttempt: countAttempts(metrics),
  });
  const wake = (): void => dispatcher.wake();
  return {
    parts: { deliveries: new OutboxDeliveries({ outbox, wake, clock: systemClock }), allowPrivate },
    async begin(told) {
      await lifecycle.start('deliveries to webhooks', wake, () => dispatcher.stop());
      const feed = new WebhookFeed({
        ...{ ...told, directory, outbox, wake, ...clocks, logger, intervalMs: settings.webhooksInterval },
      });
      await lifecycle.start(
        'messages for webhooks',
        () => feed.start(),
        () => feed.stop(),
      );
    },
  };
}

async function open(folder: string, logger: Logger): Promise<StoredOutbox | null> {
  const file = join(folder, 'webhooks.sqlite');
  try {
    await mkdir(folder, { recursive: true });
    return openOutbox({ file, logger });
  } catch (error) {
    logger.error({ err: error, file }, 'the file of webhooks cannot be opened');
    return null;
  }
}

/** One that an event of a later version was met of waits: nothing is known of who may be told. */
function endpointOf(directory: Directory, keys: WebhookKeys, id: string): Endpoint | null {
  const webhook = directory.webhook(id);
  if (webhook === undefined || webhook.state.removed) return null;
  const { organizationId: owner, url } = webhook.state;
  return { owner, url, secret: webhook.blocked ? null : webhookSecret(directory, keys, id) };
}

function countAttempts(metrics: Metrics): (result: AttemptResult) => void {
  const attempts = metrics.counter({
    name: 'webhook_attempts_total',
    help: 'Attempts to deliver a message to a webhook; disabled: the last one, it gets no more',
    labels: ['result'],
  });
  for (const result of ['delivered', 'failed', 'disabled'] as const) attempts.inc({ result }, 0);
  return (result) => attempts.inc({ result });
}

function measure(metrics: Metrics, outbox: StoredOutbox): void {
  /** A file that cannot be read now says nothing. */
  const read = (value: () => number) => (): number | undefined => {
    try {
      return value();
    } catch {
      return undefined;
    }
  };
  const ageOf = (at: number | null): number => (at === null ? 0 : Math.max(0, systemClock.wall() - at) / 1000);
  const gauge = (name: string, help: string, value: () => number): void =>
    metrics.measured({ name, help }, read(value));
  gauge('webhook_waiting_messages', 'Messages on their way to webhooks', () => outbox.totals().waiting);
  gauge('webhook_oldest_waiting_seconds', 'How long the oldest of them waits', () => ageOf(outbox.totals().oldestAt));
  gauge('webhook_disabled', 'Webhooks that get no more messages from this replica', () => outbox.totals().disabled);
}
