import { randomUUID } from 'node:crypto';
import type { StoredOutbox } from '@keyledger/catalogue';
import type { WebhookState } from '@keyledger/domain';
import type { Clock } from '@keyledger/ports';
import { type DeliveryStatus, type WebhookDeliveries, refusedTest } from '../application/webhook-deliveries.ts';
import { testMessage } from './messages.ts';

export interface OutboxDeliveriesOptions {
  readonly outbox: Pick<StoredOutbox, 'status' | 'add'>;
  /** Called when there is something new to send. */
  readonly wake: () => void;
  readonly clock: Clock;
}

/** What the admin API can see of deliveries, and have sent. */
export class OutboxDeliveries implements WebhookDeliveries {
  readonly #options: OutboxDeliveriesOptions;

  constructor(options: OutboxDeliveriesOptions) {
    this.#options = options;
  }

  of(webhookId: string): DeliveryStatus {
    const { isDisabled, ...status } = this.#options.outbox.status(webhookId);
    return { state: isDisabled ? 'disabled' : 'active', ...status };
  }

  /** @throws Fault `validation_failed` where this replica sends it nothing any more */
  async test({ id, organizationId }: WebhookState): Promise<void> {
    const { outbox, wake, clock } = this.#options;
    if (outbox.status(id).isDisabled) throw refusedTest('It is disabled: create it anew and remove this one.');
    const now = clock.wall();
    await outbox.add(id, [testMessage(randomUUID(), id, organizationId, now)], now);
    wake();
  }
}
