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

/** `failing`: the last attempt to the endpoint failed. */
export type EndpointHealth = 'well' | 'failing';

/**
 * What is to be delivered; it survives the process, and so does how often each delivery was tried. What is asked may
 * throw, and what is told reject, with Fault `internal`.
 */
export interface WebhookOutbox {
  /**
   * Of each endpoint of this health that is not named, not disabled and not held, its oldest message that is due; longest
   * due first.
   */
  due(health: EndpointHealth, now: number, except: ReadonlySet<string>, limit: number): readonly WebhookDelivery[];
  /** When the next one of such an endpoint is due; null: there is none. */
  nextDue(health: EndpointHealth, except: ReadonlySet<string>): number | null;
  /** Resolves when that is on the disk, as all below. */
  delivered(delivery: WebhookDelivery, now: number): Promise<void>;
  failed(delivery: WebhookDelivery, failure: WebhookFailure, now: number): Promise<void>;
  /** The endpoint gets nothing before that, which counts as no attempt. */
  hold(webhookId: string, until: number): Promise<void>;
  /** The endpoint was removed: nothing is kept of it. */
  forget(webhookId: string): Promise<void>;
}
