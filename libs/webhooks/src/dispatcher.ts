import type { Clock, Logger, Timers, WebhookDelivery, WebhookFailure, WebhookOutbox } from '@keyledger/ports';
import { holdUntil, retryAfter, retryAt } from './retries.ts';
import type { SendOutcome } from './send.ts';
import { signedHeaders } from './signature.ts';

/** Where messages of one webhook go now. */
export interface Endpoint {
  readonly url: string;
  /** Null: the digest key that it is made from is not loaded now. */
  readonly secret: string | null;
}

/** `disabled`: it was the last one, the endpoint gets no more. */
export type AttemptResult = 'delivered' | 'failed' | 'disabled';

export interface DispatcherOptions {
  readonly outbox: WebhookOutbox;
  /** Asked before each attempt; null: the webhook was removed. */
  readonly endpointOf: (webhookId: string) => Endpoint | null;
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
  readonly logger: Logger;
  readonly onAttempt?: (result: AttemptResult) => void;
}

/** How long until it is looked again whether the digest key of an endpoint is there. */
const KEY_WAIT_MS = 60_000;
/** How long until the outbox is used again after a fault of it. */
const FAULT_WAIT_MS = 10_000;

/**
 * Delivers what is due: to each endpoint one message at a time, so that a slow one holds up itself alone. Neither the
 * outbox nor an endpoint makes it throw.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  /** By endpoint. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #waitingForKey = new Set<string>();
  readonly #stopping = new AbortController();
  /** What ends the pauses that are under way. */
  readonly #pauses = new Set<() => void>();
  #cancel: (() => void) | null = null;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Starts what is due; to be called at the start and whenever there is something new. */
  wake(): void {
    if (this.#stopping.signal.aborted) return;
    try {
      this.#wakeAt(this.#startDue());
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'the outbox of webhooks cannot be read');
      this.#wakeAt(this.#options.clock.wall() + FAULT_WAIT_MS);
    }
  }

  /** Resolves when nothing runs any more; what was under way counts as not tried. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancel?.();
    for (const end of this.#pauses) end();
    await Promise.all(this.#running.values());
  }

  get #busy(): ReadonlySet<string> {
    return new Set([...this.#running.keys(), ...this.#waitingForKey]);
  }

  /** @returns when there is more to start; null: not before an attempt ends, or there is something new */
  #startDue(): number | null {
    const { outbox, clock, atOnce } = this.#options;
    for (;;) {
      const room = atOnce - this.#running.size;
      const due = room > 0 ? outbox.due(clock.wall(), this.#busy, room) : [];
      if (due.length === 0) return room > 0 ? outbox.nextDue(this.#busy) : null;
      for (const delivery of due) this.#begin(delivery);
    }
  }

  #wakeAt(at: number | null): void {
    this.#cancel?.();
    const { clock, timers } = this.#options;
    this.#cancel = at === null ? null : timers.after(Math.max(1, at - clock.wall()), () => this.wake());
  }

  #begin(delivery: WebhookDelivery): void {
    const { webhookId } = delivery;
    const endpoint = this.#options.endpointOf(webhookId);
    if (endpoint !== null && endpoint.secret === null) return this.#awaitKey(webhookId);
    const { url = null, secret = null } = endpoint ?? {};
    const work = url === null || secret === null ? this.#forget(webhookId) : this.#attempt(delivery, url, secret);
    const ended = work.finally(() => {
      this.#running.delete(webhookId);
      this.wake();
    });
    this.#running.set(webhookId, ended);
  }

  /** Nothing is lost meanwhile, and no attempt is counted: it is not the endpoint that fails. */
  #awaitKey(webhookId: string): void {
    this.#waitingForKey.add(webhookId);
    void this.#pause(KEY_WAIT_MS).then(() => {
      this.#waitingForKey.delete(webhookId);
      this.wake();
    });
  }

  #forget(webhookId: string): Promise<void> {
    return this.#record(() => this.#options.outbox.forget(webhookId));
  }

  async #attempt(delivery: WebhookDelivery, url: string, secret: string): Promise<void> {
    const { outbox, clock } = this.#options;
    const outcome = await this.#send(delivery, url, secret);
    if (!outcome.delivered && this.#stopping.signal.aborted) return;
    const now = clock.wall();
    const failure = outcome.delivered ? null : this.#failureOf(delivery, outcome, now);
    this.#tell(delivery, failure);
    await this.#record(() =>
      failure === null ? outbox.delivered(delivery, now) : outbox.failed(delivery, failure, now),
    );
  }

  /** Whatever goes wrong here is an attempt that failed: nothing is tried again at once. */
  async #send({ messageId: id, payload }: WebhookDelivery, url: string, secret: string): Promise<SendOutcome> {
    const { send, clock, logger } = this.#options;
    try {
      const headers = signedHeaders(secret, { id, payload }, clock.wall());
      return await send(url, headers, payload, this.#stopping.signal);
    } catch (error) {
      logger.error({ err: error, messageId: id }, 'a message to a webhook could not be sent');
      return { delivered: false, why: 'not sent', gone: false, retryAfter: null };
    }
  }

  #failureOf(delivery: WebhookDelivery, outcome: SendOutcome & { delivered: false }, now: number): WebhookFailure {
    const asked = retryAfter(outcome.retryAfter, now);
    const scheduled = outcome.gone ? null : retryAt(delivery.attempts + 1, now, this.#options.random());
    return {
      why: outcome.why,
      nextAt: scheduled === null ? null : Math.max(scheduled, asked),
      holdUntil: Math.max(holdUntil(delivery.endpointFailures + 1, now), asked),
    };
  }

  #tell({ webhookId, messageId, attempts }: WebhookDelivery, failure: WebhookFailure | null): void {
    const { logger, onAttempt } = this.#options;
    const fields = { webhookId, messageId, attempts: attempts + 1, why: failure?.why };
    const result = failure === null ? 'delivered' : failure.nextAt === null ? 'disabled' : 'failed';
    if (result === 'disabled') logger.warn(fields, 'a webhook gets no more messages from this replica');
    else logger.debug(fields, `a message to a webhook was ${result === 'failed' ? 'not ' : ''}delivered`);
    onAttempt?.(result);
  }

  /** Until it is written the endpoint gets nothing more: what has arrived is not sent again. */
  async #record(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        this.#options.logger.warn({ err: error }, 'the outbox of webhooks cannot be written');
        if (this.#stopping.signal.aborted) return;
        await this.#pause(FAULT_WAIT_MS);
      }
    }
  }

  /** Ends with the stop as well. */
  #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.timers.after(ms, () => end());
    const end = (): void => {
      cancel();
      this.#pauses.delete(end);
      resolve();
    };
    this.#pauses.add(end);
    return promise;
  }
}
