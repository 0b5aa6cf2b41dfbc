import type {
  Clock,
  EndpointHealth,
  Logger,
  Timers,
  WebhookDelivery,
  WebhookFailure,
  WebhookOutbox,
} from '@keyledger/ports';
import { holdUntil, retryAfter, retryAt } from './retries.ts';
import { type AttemptLimits, RunningAttempts } from './running-attempts.ts';
import type { SendOutcome } from './send.ts';
import { signedHeaders } from './signature.ts';

/** Where messages of one webhook go now. */
export interface Endpoint {
  /** Whose it is: of what fails or hangs, each takes a share from others that is bounded. */
  readonly owner: string;
  readonly url: string;
  /** Null: the digest key that it is made from is not loaded now. */
  readonly secret: string | null;
}

/** `disabled`: it was the last one, the endpoint gets no more. */
export type AttemptResult = 'delivered' | 'failed' | 'disabled';

export interface DispatcherOptions extends AttemptLimits {
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
  readonly logger: Logger;
  readonly onAttempt?: (result: AttemptResult) => void;
}

const HEALTHS: readonly EndpointHealth[] = ['well', 'failing'];
/** How long until it is looked again whether the digest key of an endpoint is there. */
const KEY_WAIT_MS = 60_000;
/** The longest that nothing is looked at: the wall clock may have been set meanwhile. */
const LONGEST_WAIT_MS = 600_000;
/** How long until the outbox is used again after a fault of it. */
const FAULT_WAIT_MS = 10_000;

/**
 * Delivers what is due: to each endpoint one message at a time, so that a slow one holds up itself alone. Neither the
 * outbox nor an endpoint makes it throw.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #running: RunningAttempts;
  readonly #stopping = new AbortController();
  /** What ends the pauses that are under way. */
  readonly #pauses = new Set<() => void>();
  #cancel: (() => void) | null = null;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#running = new RunningAttempts(options);
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
    await this.#running.allEnded();
  }

  /** @returns when there is more to start; null: not before an attempt ends, or there is something new */
  #startDue(): number | null {
    const times = HEALTHS.flatMap((health) => this.#startDueOf(health) ?? []);
    return times.length === 0 ? null : Math.min(...times);
  }

  #startDueOf(health: EndpointHealth): number | null {
    const { outbox, clock } = this.#options;
    const seen = new Set(this.#running.endpoints());
    for (;;) {
      const room = this.#running.room(health);
      if (room <= 0) return null;
      const due = outbox.due(health, clock.wall(), seen, room);
      if (due.length === 0) return outbox.nextDue(health, seen);
      for (const delivery of due) {
        seen.add(delivery.webhookId);
        this.#begin(delivery, health);
      }
    }
  }

  #wakeAt(at: number | null): void {
    this.#cancel?.();
    const { clock, timers } = this.#options;
    const wait = at === null ? null : Math.min(Math.max(1, at - clock.wall()), LONGEST_WAIT_MS);
    this.#cancel = wait === null ? null : timers.after(wait, () => this.wake());
  }

  /** Where its owner has no room, it is looked at again when an attempt ends. */
  #begin(delivery: WebhookDelivery, health: EndpointHealth): void {
    const { webhookId } = delivery;
    const endpoint = this.#options.endpointOf(webhookId);
    const owner = endpoint?.owner ?? '';
    if (endpoint !== null && !this.#running.hasRoomFor(owner)) return;
    const ended = this.#work(delivery, endpoint).finally(() => {
      this.#running.end(webhookId);
      this.wake();
    });
    this.#running.begin(webhookId, { owner, health, ended });
  }

  #work(delivery: WebhookDelivery, endpoint: Endpoint | null): Promise<void> {
    const { outbox, clock } = this.#options;
    const { webhookId } = delivery;
    if (endpoint === null) return this.#record(() => outbox.forget(webhookId));
    const { url, secret } = endpoint;
    if (secret !== null) return this.#attempt(delivery, url, secret);
    // Nothing is lost meanwhile, and no attempt is counted: it is not the endpoint that fails.
    return this.#record(() => outbox.hold(webhookId, clock.wall() + KEY_WAIT_MS));
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
