import type { RateLimit } from '../profile/tier.ts';

/**
 * A bucket, as GCRA keeps it (ITU-T I.371): the theoretical arrival time, in milliseconds of whoever's clock it is. That
 * is when the bucket is full again if nothing more is taken; in the past, it is full.
 */
export type GcraState = number;

/** Nothing was ever taken. */
export const FULL_BUCKET: GcraState = -Infinity;

/** What is left of a bucket, and what was answered. Times are in milliseconds from the asking. */
export interface RateVerdict {
  readonly allowed: boolean;
  /** It was let through beyond the limit, and took nothing. */
  readonly overage: boolean;
  /** Whole requests that the bucket still holds. */
  readonly remaining: number;
  /** Until the bucket is full. */
  readonly resetMs: number;
  /** Until as much as was asked for is there; 0: it was. */
  readonly retryAfterMs: number;
}

export interface GcraTake extends RateVerdict {
  readonly state: GcraState;
}

const HOUR_MS = 3_600_000;
/** Sums of times are rounded; so much may be missing. */
const TOLERANCE_MS = 1e-3;

/** How long one request's part takes to come back, in milliseconds. */
export const refillMs = ({ perHour }: RateLimit): number => HOUR_MS / perHour;

/** What a bucket holds, in requests and parts of them; below 0: more was taken than it held. */
export const tokensIn = (state: GcraState, limit: RateLimit, now: number): number =>
  limit.burst - (Math.max(state, now) - now) / refillMs(limit);

/** What a request is charged: never more than a full bucket, or it could never be let through. */
export const chargeOf = (limit: RateLimit, cost: number): number => Math.min(cost, limit.burst);

/** The bucket after so much was taken, held or not; less than 0 puts back. */
export const taken = (state: GcraState, limit: RateLimit, cost: number, now: number): GcraState =>
  Math.max(state, now) + cost * refillMs(limit);

/**
 * The state as another limit than it was written by may read it. A bucket that was emptied by a slower limit, or a larger
 * one, is empty and no more; otherwise what took long to come back would take as long with a faster one.
 * @param owed how many requests more than it held may have been taken of it
 */
export function withinLimit(state: GcraState, limit: RateLimit, now: number, owed = 0): GcraState {
  const emptied = now + (limit.burst + owed) * refillMs(limit);
  // What rounding let through is still owed.
  return state > emptied + 2 * TOLERANCE_MS ? emptied : state;
}

/** Takes `cost` from a bucket that holds `burst` and refills evenly, `perHour` an hour. `perHour` is above 0. */
export function takeTokens(state: GcraState, limit: RateLimit, cost: number, now: number): GcraTake {
  const charge = chargeOf(limit, cost);
  const before = withinLimit(state, limit, now);
  const after = taken(before, limit, charge, now);
  const waitMs = after - now - limit.burst * refillMs(limit);
  // Of an empty bucket nothing can still be taken, however sums of times were rounded.
  const fits = charge === 0 || waitMs <= TOLERANCE_MS;
  const next = fits ? after : Math.max(before, now);
  return {
    state: next,
    allowed: fits || limit.overage,
    overage: !fits && limit.overage,
    ...remainderOf(next, limit, now),
    retryAfterMs: fits || limit.overage ? 0 : waitMs,
  };
}

/** What clients are told of a bucket. */
export function remainderOf(state: GcraState, limit: RateLimit, now: number): Pick<GcraTake, 'remaining' | 'resetMs'> {
  const tokens = tokensIn(state, limit, now) + TOLERANCE_MS / refillMs(limit);
  return { remaining: Math.max(0, Math.floor(tokens)), resetMs: Math.max(0, state - now) };
}
