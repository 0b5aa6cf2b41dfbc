import type { Aggregate, AggregateState, OrganizationId, WebhookId, WebhookState } from '@keyledger/domain';
import { Tally } from './tally.ts';

interface Aggregates {
  webhook(id: string): Aggregate<WebhookState> | undefined;
  organization(id: string): Aggregate | undefined;
}

/** Finds the webhooks that are not removed, and what they need. */
export class Webhooks {
  readonly #aggregates: Aggregates;
  /** Oldest first. */
  readonly #current = new Map<WebhookId, WebhookState>();
  readonly #counts = new Tally();

  constructor(aggregates: Aggregates) {
    this.#aggregates = aggregates;
  }

  /** @param before undefined where it is new */
  put(webhook: WebhookState, before: AggregateState | undefined): void {
    const counted = before?.type === 'webhook' && !before.removed;
    this.#counts.put(webhook.organizationId, counted, !webhook.removed);
    if (webhook.removed) this.#current.delete(webhook.id);
    else this.#current.set(webhook.id, webhook);
  }

  count(organizationId: OrganizationId): number {
    return this.#counts.of(organizationId);
  }

  /** Oldest first. Where an event of a later version was met, nothing is known of who may be told. */
  *active(): Iterable<Aggregate<WebhookState>> {
    for (const { id, organizationId } of this.#current.values()) {
      const webhook = this.#aggregates.webhook(id);
      const organization = this.#aggregates.organization(organizationId);
      if (webhook?.blocked === false && organization?.blocked === false) yield webhook;
    }
  }

  /** Of the digest keys that their secrets are made from. */
  digestKeyIds(): readonly string[] {
    return Array.from(this.#current.values(), ({ digestKeyId }) => digestKeyId);
  }
}
