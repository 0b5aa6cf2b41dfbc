const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** After each failed attempt, how long until the next (Standard Webhooks, "Deliverability and reliability"). */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** So much of a delay is added at most, so that what failed together does not come again together. */
const JITTER = 0.1;

/** The longest that an endpoint may ask to be left alone. */
export const MAX_RETRY_AFTER_MS = 24 * HOUR_MS;

/** After how many failures in a row an endpoint is held no longer than before. */
const LONGEST_HOLD = 2;

/**
 * When to try again after `attempts` that failed; null: no more.
 * @param random from 0 to below 1
 */
export function retryAt(attempts: number, now: number, random: number): number | null {
  const delay = RETRY_DELAYS_MS[attempts - 1];
  return delay === undefined ? null : now + Math.round(delay * (1 + JITTER * random));
}

/** Until when an endpoint with so many failures in a row gets nothing at all: one that is down costs few attempts. */
export function holdUntil(failures: number, now: number): number {
  return now + (RETRY_DELAYS_MS[Math.min(failures, LONGEST_HOLD) - 1] ?? 0);
}

/** What `Retry-After` asks for, in seconds or as a date (RFC 9110, 10.2.3), within bounds; else `now`. */
export function retryAfter(header: string | null, now: number): number {
  const asked = /^\d{1,12}$/.test(header ?? '') ? now + Number(header) * SECOND_MS : dateIn(header);
  return Math.min(Math.max(asked, now), now + MAX_RETRY_AFTER_MS);
}

/** An IMF-fixdate; the obsolete forms are not sent by anybody who means to be read. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

function dateIn(header: string | null): number {
  const time = header !== null && HTTP_DATE.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(time) ? 0 : time;
}
