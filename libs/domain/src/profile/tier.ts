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
