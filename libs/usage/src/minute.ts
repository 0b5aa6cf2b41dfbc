const MINUTE_MS = 60_000;

/** The first millisecond of a time's minute. */
export const minuteOf = (timeMs: number): number => timeMs - (timeMs % MINUTE_MS);
