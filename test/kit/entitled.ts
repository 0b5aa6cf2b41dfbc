import type { Blow } from './hammer.ts';

interface Limit {
  readonly perHour: number;
  readonly burst: number;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

const HOUR_MS = 3_600_000;

/**
 * What a bucket that was full gives whoever always asks for more, `burst + refill × elapsed`. When a request was decided is
 * known by when it was sent and answered, so that no time that a busy machine takes counts for or against anybody.
 * @throws where nobody was refused: then nobody has asked for more
 */
export function entitled(blows: readonly Blow[], { perHour, burst }: Limit): Bounds {
  const refused = blows.filter(({ status }) => status === 429);
  if (refused.length === 0) throw new Error('the bucket was not emptied');
  const perMs = perHour / HOUR_MS;
  const [firstSent, lastAnswered] = [least(blows, 'sentAt'), -least(blows, 'answeredAt', -1)];
  const [firstAnswered, lastRefused] = [least(blows, 'answeredAt'), -least(refused, 'sentAt', -1)];
  return {
    // Whoever is refused has found less than a whole one.
    least: burst + Math.max(0, lastRefused - firstAnswered) * perMs - 1,
    most: burst + (lastAnswered - firstSent) * perMs,
  };
}

/** Of rate limits that nodes share: one request or one percent, whichever is more (docs/rate-limits.md). */
export const within = (amount: number): number => Math.max(1, amount / 100);

const least = (blows: readonly Blow[], name: 'sentAt' | 'answeredAt', sign = 1): number =>
  blows.reduce((sum, blow) => Math.min(sum, sign * blow[name]), Infinity);
