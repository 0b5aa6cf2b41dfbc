import type { WebhookState } from '@keyledger/domain';

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
}

/** What sends to webhooks, as the admin API needs it. */
export interface WebhookDeliveries {
  of(webhookId: string): DeliveryStatus;
  /** Puts a `webhook.test` message on its way. */
  test(webhook: WebhookState): void;
}

/** What the admin API needs for webhooks. */
export interface WebhookParts {
  readonly deliveries: WebhookDeliveries;
  /** Whether webhooks may be http, and at addresses that are not public. */
  readonly allowPrivate: boolean;
}

/** Of a replica that sends nothing. */
export const NO_WEBHOOKS: WebhookParts = {
  deliveries: {
    of: () => ({ state: 'active', lastDeliveredAt: null, lastFailure: null, waiting: 0 }),
    test: () => undefined,
  },
  allowPrivate: false,
};
