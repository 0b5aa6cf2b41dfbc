import type { RateLimit } from '../profile/tier.ts';
import { type RateVerdict, refillMs } from './gcra.ts';

/** Names as they are sent, and values. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** The limit of what: each has a bucket of its own. */
export type LimitedSubject = 'key' | 'organization';

export interface LimitReading {
  readonly subject: LimitedSubject;
  readonly limit: RateLimit;
  readonly verdict: RateVerdict;
}

/** Whole seconds, rounded up, so that whoever waits so long has waited long enough. */
const seconds = (ms: number): string => String(Math.ceil(ms / 1000));

/**
 * `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers: lists of structured-field strings). A bucket
 * has the quota `burst` in the window in which it fills; `r` is what it holds, `t` the time until it is full.
 */
export function rateLimitHeaders(readings: readonly LimitReading[]): HeaderPairs {
  if (readings.length === 0) return [];
  const policies = readings.map(
    ({ subject, limit }) => `"${subject}";q=${String(Math.floor(limit.burst))};w=${seconds(fillMs(limit))}`,
  );
  const states = readings.map(
    ({ subject, verdict }) => `"${subject}";r=${String(verdict.remaining)};t=${seconds(verdict.resetMs)}`,
  );
  return [
    ['RateLimit-Policy', policies.join(', ')],
    ['RateLimit', states.join(', ')],
  ];
}

/** The older names, for clients that know no others: of the limit that has least left. `Reset` counts seconds. */
export function legacyRateLimitHeaders(readings: readonly LimitReading[]): HeaderPairs {
  const [tightest] = readings.toSorted((a, b) => a.verdict.remaining - b.verdict.remaining);
  if (tightest === undefined) return [];
  const { limit, verdict } = tightest;
  return [
    ['X-RateLimit-Limit', String(Math.floor(limit.burst))],
    ['X-RateLimit-Remaining', String(verdict.remaining)],
    ['X-RateLimit-Reset', seconds(verdict.resetMs)],
  ];
}

/** The value of `Retry-After` (RFC 9110 section 10.2.3): at least one second. */
export const retryAfterSeconds = (ms: number): string => seconds(Math.max(1, ms));

const fillMs = (limit: RateLimit): number => limit.burst * refillMs(limit);
