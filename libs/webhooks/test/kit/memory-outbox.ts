import {
  type EndpointHealth,
  Fault,
  type WebhookDelivery,
  type WebhookFailure,
  type WebhookOutbox,
} from '@keyledger/ports';

interface Entry {
  delivery: WebhookDelivery;
  at: number | null;
}

/** An outbox that keeps what it was told, and fails when it is told to. */
export class MemoryOutbox implements WebhookOutbox {
  entries: Entry[] = [];
  readonly done: string[] = [];
  readonly forgotten: string[] = [];
  readonly failures: (WebhookFailure & { readonly id: string; readonly now: number })[] = [];
  readonly #disabled = new Set<string>();
  readonly #failing = new Set<string>();
  readonly #held = new Map<string, number>();
  /** How many of the next calls fail. */
  faults = 0;

  /** How many endpoints are held, or were. */
  get held(): number {
    return this.#held.size;
  }

  add(messageId: string, webhookId = 'wh_1', at = 0): void {
    const delivery = { messageId, webhookId, payload: '{}', attempts: 0, endpointFailures: 0 };
    this.entries.push({ delivery, at });
  }

  #open(health: EndpointHealth, except: ReadonlySet<string>): { delivery: WebhookDelivery; at: number }[] {
    this.#mayFail();
    return this.entries
      .flatMap(({ delivery, at }) =>
        at === null ? [] : [{ delivery, at: Math.max(at, this.#held.get(delivery.webhookId) ?? 0) }],
      )
      .filter(({ delivery }) => this.#failing.has(delivery.webhookId) === (health === 'failing'))
      .filter(({ delivery }) => !except.has(delivery.webhookId) && !this.#disabled.has(delivery.webhookId))
      .toSorted((one, other) => one.at - other.at);
  }

  due(health: EndpointHealth, now: number, except: ReadonlySet<string>, limit: number): readonly WebhookDelivery[] {
    const due = this.#open(health, except).filter(({ at }) => at <= now);
    const first = new Map(due.toReversed().map(({ delivery }) => [delivery.webhookId, delivery]));
    return [...first.values()].slice(0, limit);
  }

  nextDue(health: EndpointHealth, except: ReadonlySet<string>): number | null {
    return this.#open(health, except)[0]?.at ?? null;
  }

  async delivered({ messageId, webhookId }: WebhookDelivery): Promise<void> {
    this.#mayFail();
    this.#failing.delete(webhookId);
    this.done.push(messageId);
    this.entries = this.entries.filter(({ delivery }) => delivery.messageId !== messageId);
  }

  async failed(delivery: WebhookDelivery, failure: WebhookFailure, now: number): Promise<void> {
    this.#mayFail();
    this.failures.push({ ...failure, id: delivery.messageId, now });
    this.#failing.add(delivery.webhookId);
    this.#held.set(delivery.webhookId, failure.holdUntil);
    if (failure.nextAt === null) this.#disabled.add(delivery.webhookId);
    this.entries = this.entries.map((entry) =>
      entry.delivery.messageId === delivery.messageId
        ? { delivery: { ...delivery, attempts: delivery.attempts + 1 }, at: failure.nextAt }
        : entry,
    );
  }

  async hold(webhookId: string, until: number): Promise<void> {
    this.#mayFail();
    this.#held.set(webhookId, until);
  }

  async forget(webhookId: string): Promise<void> {
    this.forgotten.push(webhookId);
    this.entries = this.entries.filter(({ delivery }) => delivery.webhookId !== webhookId);
  }

  #mayFail(): void {
    if (this.faults-- > 0) throw new Fault('internal', 'No.');
  }
}
