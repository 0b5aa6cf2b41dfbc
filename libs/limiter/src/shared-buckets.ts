import type { RateLimit } from '@keyledger/domain';

/** What a node asks of a bucket that all nodes share. */
export interface Ask {
  readonly bucket: string;
  readonly limit: RateLimit;
  /** Taken where the bucket holds it, and otherwise nothing. */
  readonly cost: number;
  /** Was spent already: taken in any case. Below 0: put back. */
  readonly spent: number;
  /** As much as the node would hold for requests to come. It gets no more than its part of what is above the last fifth. */
  readonly ahead: number;
  /** How many nodes there are. */
  readonly nodes: number;
}

export interface Answer {
  /** `cost` was there and is taken. */
  readonly allowed: boolean;
  /** Taken for requests to come; what is not spent within {@link HOLD_MS} of the asking is put back. */
  readonly ahead: number;
  /** What the bucket holds after all that; below 0: more was spent than it held. */
  readonly tokens: number;
  /** Until nobody can have anything more to put back that was taken ahead. */
  readonly settleMs: number;
}

/** One answer at a time for each bucket; of one node's asks, in their order. */
export interface SharedBuckets {
  /** Rejects where no answer can be had. */
  ask(ask: Ask): Promise<Answer>;
}

/** How long a node may hold what it took ahead. */
export const HOLD_MS = 25;

/** Below this part of a full bucket nothing is taken ahead, and nothing spent before it is taken. */
export const LAST_PART = 1 / 5;

/**
 * The most that a bucket may have been overdrawn by what nodes let through before they told it: where each knows how many
 * there are, all of them together lend at most that. What a bucket lacks beyond it is of a limit that has changed.
 */
export const mostOwed = (limit: RateLimit): number => 2 * Math.max(1, limit.burst * LENT_PART);

/** Or one request where that is more: what all other nodes may let through before it is taken. */
export const LENT_PART = 1 / 100;
