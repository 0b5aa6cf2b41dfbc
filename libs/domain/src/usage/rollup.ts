import type { LatencyCounts } from './latency.ts';

/** The steps that usage is kept in, in milliseconds. */
export const INTERVALS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
export type UsageInterval = keyof typeof INTERVALS;
export const USAGE_INTERVALS = Object.keys(INTERVALS) as readonly UsageInterval[];

/** The first millisecond of the step that a time is in. */
export const stepOf = (time: number, interval: UsageInterval): number => time - (time % INTERVALS[interval]);

/** What requests of one key within one step have in common, and what they add up to. */
export interface UsageRollup {
  readonly start: number;
  readonly route: string;
  readonly scopes: readonly string[];
  readonly status: number;
  readonly country: string;
  readonly requests: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly latency: LatencyCounts;
}
