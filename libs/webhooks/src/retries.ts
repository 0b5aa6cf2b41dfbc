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

/**
 * When to try again after `attempts` that failed; null: no more.
 * @param random from 0 to below 1
 */
export function retryAt(attempts: number, now: number, random: number): number | null {
  const delay = RETRY_DELAYS_MS[attempts - 1];
  return delay === undefined ? null : now + Math.round(delay * (1 + JITTER * random));
}
