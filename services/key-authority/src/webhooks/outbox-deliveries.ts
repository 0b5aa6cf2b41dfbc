import { randomUUID } from 'node:crypto';
import type { StoredOutbox } from '@keyledger/catalogue';
import type { WebhookState } from '@keyledger/domain';
import { type Clock, Fault } from '@keyledger/ports';
import { type DeliveryStatus, type WebhookDeliveries, refusedTest } from '../application/webhook-deliveries.ts';
import { testMessage } from './messages.ts';

export interface OutboxDeliveriesOptions {
  readonly outbox: Pick<StoredOutbox, 'status' | 'addWhereRoom'>;
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

  /**
   * @throws Fault `validation_failed` where this replica sends it nothing any more, `rate_limited` where as many messages
   *   wait for it as may: what nobody asked for is not left out for a test
   */
  async test({ id, organizationId }: WebhookState): Promise<void> {
    const { outbox, wake, clock } = this.#options;
    if (outbox.status(id).isDisabled) throw refusedTest('It is disabled: create it anew and remove this one.');
    const now = clock.wall();
    const message = testMessage(randomUUID(), id, organizationId, now);
    if (!(await outbox.addWhereRoom(id, message, now))) throw tooManyWait();
    wake();
  }
}

const tooManyWait = (): Fault =>
  new Fault(
    'rate_limited',
    'As many messages as may wait for this webhook; it can be tried when some of them are delivered.',
  );
