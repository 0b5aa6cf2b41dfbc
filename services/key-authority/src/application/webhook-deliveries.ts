import type { WebhookState } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';

/** How this replica's deliveries to one webhook stand; times are milliseconds since the epoch. */
export interface DeliveryStatus {
  /** Disabled: a message was given up, or the receiver wanted no more. */
  readonly state: 'active' | 'disabled';
  /** Null: nothing was yet. */
  readonly lastDeliveredAt: number | null;
  /** Null: no attempt has failed since the last delivery. */
  readonly lastFailure: { readonly at: number; readonly why: string } | null;
  /** How many messages are on their way. */
  readonly waiting: number;
  /** How many were left out because too many waited. */
  readonly dropped: number;
}

/** What sends to webhooks, as the admin API needs it. */
export interface WebhookDeliveries {
  of(webhookId: string): DeliveryStatus;
  /**
   * Resolves when a `webhook.test` message is on its way.
   * @throws Fault `validation_failed` where it would not be sent, `rate_limited` where too many messages wait already
   */
  test(webhook: WebhookState): Promise<void>;
}

/** What the admin API needs for webhooks. */
export interface WebhookParts {
  readonly deliveries: WebhookDeliveries;
  /** Whether webhooks may be http, and at addresses that are not public. */
  readonly allowPrivate: boolean;
}

export function refusedTest(message: string): Fault {
  return new Fault('validation_failed', message, { errors: [{ field: 'webhook_id', message }] });
}

/** Of a replica that sends nothing, by its settings or because it cannot. */
export const NO_WEBHOOKS: WebhookParts = {
  deliveries: {
    of: () => ({ state: 'active', lastDeliveredAt: null, lastFailure: null, waiting: 0, dropped: 0 }),
    test: () => Promise.reject(refusedTest('This replica sends to no webhooks now.')),
  },
  allowPrivate: false,
};
