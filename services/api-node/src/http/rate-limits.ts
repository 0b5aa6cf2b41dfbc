import {
  type AppliedLimit,
  type Grant,
  type LimitReading,
  type Profile,
  type RateVerdict,
  legacyRateLimitHeaders,
  limitsOf,
  rateLimitHeaders,
  retryAfterSeconds,
} from '@keyledger/domain';
import type { RateLimiter } from '@keyledger/ports';

/** Check 8, and what every answer tells of it once the key is known. */
export interface LimitOutcome {
  readonly allowed: boolean;
  /** It was let through beyond a limit. */
  readonly overage: boolean;
  /** Names and values in turn. */
  readonly headers: readonly string[];
}

const WITHOUT_LIMITS: LimitOutcome = { allowed: true, overage: false, headers: [] };

/** Takes what each request costs from the buckets of its key and its organization. */
export class RateLimits {
  readonly #limiter: RateLimiter;

  constructor(limiter: RateLimiter) {
    this.#limiter = limiter;
  }

  /** @param cost 0: only what is to be told, for a request that is refused anyway. A promise where others are asked. */
  check(profile: Profile, grant: Grant, cost: number): LimitOutcome | Promise<LimitOutcome> {
    const limits = limitsOf(profile, grant);
    if (limits.length === 0) return WITHOUT_LIMITS;
    const [first] = limits;
    const only = limits.length === 1 && first !== undefined ? first : null;
    if (only === null) return this.#checkAll(profile, limits, cost);
    const verdict = this.#limiter.take(only.bucket, only.limit, cost);
    if (verdict instanceof Promise) return verdict.then((late) => conclude(profile, [readingOf(only, late)], cost));
    return conclude(profile, [readingOf(only, verdict)], cost);
  }

  /** One after the other: where one refuses, what was taken from those before is put back. */
  async #checkAll(profile: Profile, limits: readonly AppliedLimit[], cost: number): Promise<LimitOutcome> {
    const readings: LimitReading[] = [];
    for (const one of limits) {
      const reading = await this.#take(one, cost);
      if (!reading.verdict.allowed) {
        const before = limits.slice(0, readings.length);
        for (const [index, { bucket, limit }] of before.entries()) {
          if (readings[index]?.verdict.overage === false) this.#limiter.giveBack(bucket, limit, cost);
        }
        const others = limits.map((each) => (each === one ? reading : this.#take(each, 0)));
        return conclude(profile, await Promise.all(others.map((each) => Promise.resolve(each))), cost);
      }
      readings.push(reading);
    }
    return conclude(profile, readings, cost);
  }

  async #take(applied: AppliedLimit, cost: number): Promise<LimitReading> {
    return readingOf(applied, await this.#limiter.take(applied.bucket, applied.limit, cost));
  }
}

const readingOf = ({ subject, limit }: AppliedLimit, verdict: RateVerdict): LimitReading => ({
  subject,
  limit,
  verdict,
});

function conclude(profile: Profile, readings: readonly LimitReading[], cost: number): LimitOutcome {
  const refused = readings.filter(({ verdict }) => !verdict.allowed);
  const pairs = [...rateLimitHeaders(readings)];
  if (profile.legacyRateLimitHeaders) pairs.push(...legacyRateLimitHeaders(readings));
  // Who asks for nothing is refused for another reason, which no waiting helps.
  if (refused.length > 0 && cost > 0) {
    pairs.push(['Retry-After', retryAfterSeconds(Math.max(...refused.map(({ verdict }) => verdict.retryAfterMs)))]);
  }
  const overage = readings.some(({ verdict }) => verdict.overage);
  return { allowed: refused.length === 0, overage, headers: pairs.flat() };
}
