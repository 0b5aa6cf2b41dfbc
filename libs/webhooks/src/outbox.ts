/** One message on its way to one endpoint. */
export interface Delivery {
  readonly messageId: string;
  readonly webhookId: string;
  readonly url: string;
  readonly payload: string;
  /** How many attempts have failed. */
  readonly attempts: number;
}

/** What an attempt that failed leads to. */
export interface FailedAttempt {
  readonly why: string;
  /** When to try again, in milliseconds since the epoch; null: never. */
  readonly nextAt: number | null;
  /** The endpoint gets no more messages until its owner makes it anew. */
  readonly disables: boolean;
}

/** What is to be delivered; it survives the process, and so does how often each delivery was tried. */
export interface Outbox {
  /** Those that are due, the longest due first, of endpoints that are not named and not disabled. */
  due(now: number, except: ReadonlySet<string>, limit: number): readonly Delivery[];
  /** When the next one of such an endpoint is due; null: there is none. */
  nextDue(except: ReadonlySet<string>): number | null;
  delivered(delivery: Delivery, now: number): void;
  failed(delivery: Delivery, attempt: FailedAttempt, now: number): void;
}
