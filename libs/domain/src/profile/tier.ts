/** How many requests a key may make: a bucket that holds `burst` and refills evenly (GCRA). */
export interface RateLimit {
  readonly perHour: number;
  readonly burst: number;
  /** What goes beyond is counted, and let through. */
  readonly overage: boolean;
}

export interface Tier {
  readonly name: string;
  /** Null: no limit; `own`: each organization or key has limits of its own, and without them no limit. */
  readonly limit: RateLimit | 'own' | null;
  /** What all keys of one organization may make together; absent: no limit. */
  readonly organization?: RateLimit;
}

/** The tier of this name, or the first where the profile has lost it: nobody is to be without limits by that. */
export const tierOf = (tiers: readonly [Tier, ...Tier[]], name: string): Tier =>
  tiers.find((tier) => tier.name === name) ?? tiers[0];

/** What limits of an organization's or a key's own may be; both are whole numbers of at least 1. */
export const MOST_LIMITS = { perHour: 1_000_000_000, burst: 10_000_000 } as const;

/** Null, none of one's own, is the same as null alone. */
export const isSameLimit = (one: RateLimit | null, other: RateLimit | null): boolean =>
  one?.perHour === other?.perHour && one?.burst === other?.burst && one?.overage === other?.overage;
