import type { Clock, Timers } from '@keyledger/ports';
import type { Delivery, Outbox } from './outbox.ts';
import { retryAt } from './retries.ts';
import type { SendOutcome } from './send.ts';
import { signedHeaders } from './signature.ts';

export interface DispatcherOptions {
  readonly outbox: Outbox;
  /** The secret of an endpoint; null: the digest key that it is made from is not loaded now. */
  readonly secretOf: (webhookId: string) => string | null;
  readonly send: (
    url: string,
    headers: Readonly<Record<string, string>>,
    payload: string,
    signal: AbortSignal,
  ) => Promise<SendOutcome>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** How many attempts at once, to as many endpoints. */
  readonly atOnce: number;
}

/** How long until it is looked again whether the digest key of an endpoint is there. */
const KEY_WAIT_MS = 60_000;

/** Delivers what is due: to each endpoint one message at a time, so that a slow one holds up itself alone. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  /** By endpoint. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #waitingForKey = new Set<string>();
  readonly #stopping = new AbortController();
  #cancel: (() => void) | null = null;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Starts what is due; to be called at the start and whenever there is something new. */
  wake(): void {
    if (this.#stopping.signal.aborted) return;
    const { outbox, clock, atOnce } = this.#options;
    for (;;) {
      const room = atOnce - this.#running.size;
      const due = room > 0 ? outbox.due(clock.wall(), this.#busy, room) : [];
      if (due.length === 0) return this.#wait(room > 0);
      for (const delivery of due) if (!this.#busy.has(delivery.webhookId)) this.#begin(delivery);
    }
  }

  /** Resolves when nothing runs any more; what was under way counts as not tried. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancel?.();
    await Promise.all(this.#running.values());
  }

  get #busy(): ReadonlySet<string> {
    return new Set([...this.#running.keys(), ...this.#waitingForKey]);
  }

  #wait(hasRoom: boolean): void {
    this.#cancel?.();
    this.#cancel = null;
    const { outbox, clock, timers } = this.#options;
    const at = hasRoom ? outbox.nextDue(this.#busy) : null;
    if (at !== null) this.#cancel = timers.after(Math.max(1, at - clock.wall()), () => this.wake());
  }

  #begin(delivery: Delivery): void {
    const secret = this.#options.secretOf(delivery.webhookId);
    if (secret === null) return this.#awaitKey(delivery.webhookId);
    const attempt = this.#attempt(delivery, secret).finally(() => {
      this.#running.delete(delivery.webhookId);
      this.wake();
    });
    this.#running.set(delivery.webhookId, attempt);
  }

  /** Nothing is lost meanwhile, and no attempt is counted: it is not the endpoint that fails. */
  #awaitKey(webhookId: string): void {
    this.#waitingForKey.add(webhookId);
    this.#options.timers.after(KEY_WAIT_MS, () => {
      this.#waitingForKey.delete(webhookId);
      this.wake();
    });
  }

  async #attempt(delivery: Delivery, secret: string): Promise<void> {
    const { outbox, send, clock, random } = this.#options;
    const { messageId: id, payload, url, attempts } = delivery;
    const headers = signedHeaders(secret, { id, payload }, clock.wall());
    const outcome = await send(url, headers, payload, this.#stopping.signal);
    if (outcome.delivered) return outbox.delivered(delivery, clock.wall());
    if (this.#stopping.signal.aborted) return;
    const nextAt = outcome.gone ? null : retryAt(attempts + 1, clock.wall(), random());
    outbox.failed(delivery, { why: outcome.why, nextAt, disables: nextAt === null }, clock.wall());
  }
}
