/** One message on its way to one endpoint. */
export interface WebhookDelivery {
  readonly messageId: string;
  readonly webhookId: string;
  readonly payload: string;
  /** How many attempts have failed. */
  readonly attempts: number;
  /** How many attempts to the endpoint, whatever the message, have failed since one arrived. */
  readonly endpointFailures: number;
}

/** What an attempt that failed leads to; times are milliseconds since the epoch. */
export interface WebhookFailure {
  /** For the endpoint's owner. */
  readonly why: string;
  /** When to try this message again; null: never, and the endpoint gets no more messages. */
  readonly nextAt: number | null;
  /** Before this the endpoint gets no other message either. */
  readonly holdUntil: number;
}

/**
 * What is to be delivered; it survives the process, and so does how often each delivery was tried. What is asked may
 * throw, and what is told reject, with Fault `internal`.
 */
export interface WebhookOutbox {
  /** Of each endpoint that is not named, not disabled and not held, its oldest message that is due; longest due first. */
  due(now: number, except: ReadonlySet<string>, limit: number): readonly WebhookDelivery[];
  /** When the next one of such an endpoint is due; null: there is none. */
  nextDue(except: ReadonlySet<string>): number | null;
  /** Resolves when that is on the disk, as all below. */
  delivered(delivery: WebhookDelivery, now: number): Promise<void>;
  failed(delivery: WebhookDelivery, failure: WebhookFailure, now: number): Promise<void>;
  /** The endpoint was removed: nothing is kept of it. */
  forget(webhookId: string): Promise<void>;
}
