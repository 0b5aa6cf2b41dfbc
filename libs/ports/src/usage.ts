import type { LatencyCounts } from '@keyledger/domain';

/**
 * What nodes tell of the requests that they answered (systems.md, S3), counted and never per request. Everything in it
 * adds up: in any order, in any grouping.
 */

/** What is counted together. */
export interface UsageDimensions {
  /** The minute's first millisecond since the epoch, by the node's clock. */
  readonly minute: number;
  /** Empty: one of those that there was no room to tell apart. */
  readonly keyId: string;
  readonly organizationId: string;
  /** The profile's name of the route; empty: the profile has none. */
  readonly route: string;
  /** What the route asks for, in its order. */
  readonly scopes: readonly string[];
  /** The answer's HTTP status; 499: the client left before. */
  readonly status: number;
  /** ISO 3166-1 alpha-2; empty: not known. */
  readonly country: string;
}

export interface UsageCounts {
  readonly requests: number;
  /** Of bodies, from the client and to it. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly latency: LatencyCounts;
  /** When the key was last used with success of its own checks, in milliseconds since the epoch; 0: not in these. */
  readonly lastUsedAt: number;
}

export interface UsageRow extends UsageDimensions, UsageCounts {}

/** Of one kind and source, how many in a minute (security.md, "Floods"). */
export interface SecurityRow {
  readonly minute: number;
  /** A reason code, or `key_in_query`. */
  readonly reason: string;
  /** An IPv4 address or an IPv6 /64; empty: not known, or one of those that there was no room to tell apart. */
  readonly source: string;
  /** Empty: not known. */
  readonly keyId: string;
  readonly organizationId: string;
  readonly count: number;
}

/**
 * What a node has counted since its last batch. A node sends its batches one after the other, each until it is taken, so
 * that a number that is not above the highest one seen of this node has been counted already.
 */
export interface UsageBatch {
  /** Of this start of the node: 32 hexadecimal digits, chosen at random. */
  readonly node: string;
  /** 1 for the first, and one more for each. */
  readonly sequence: number;
  readonly usage: readonly UsageRow[];
  readonly security: readonly SecurityRow[];
}

/** Where batches go. */
export interface UsageSink {
  /**
   * Resolves when the batch is kept. Asked again after a failure: a batch that comes twice counts once.
   * @throws Fault
   */
  take(batch: UsageBatch, signal: AbortSignal): Promise<void>;
}
