/** Latencies, counted in fixed buckets: they add up in any order and grouping. */
export interface LatencyCounts {
  /** Whole microseconds: sums of fractions would depend on their order. */
  readonly sumMicros: number;
  /** How many fell into each bucket that is not empty, by its number. */
  readonly buckets: ReadonlyMap<number, number>;
}

/** The first bucket's upper bound. */
const FIRST_MICROS = 100;
/** Buckets for each doubling: a quantile is wrong by less than a tenth. */
const PER_DOUBLING = 4;
/** The last bucket begins at about two minutes, and has no end. */
export const LAST_BUCKET = 81;

/** The bucket of a latency in microseconds: bounds grow by the fourth root of two. */
export function bucketOf(micros: number): number {
  if (!(micros > FIRST_MICROS)) return 0;
  return Math.min(LAST_BUCKET, Math.ceil(Math.log2(micros / FIRST_MICROS) * PER_DOUBLING));
}

/** The upper bound of a bucket in milliseconds. */
const boundOf = (bucket: number): number => (FIRST_MICROS / 1000) * 2 ** (bucket / PER_DOUBLING);

/** Counts that grow. */
export class LatencyHistogram implements LatencyCounts {
  sumMicros = 0;
  readonly buckets = new Map<number, number>();

  /** @param durationMs at least 0 */
  observe(durationMs: number): void {
    const micros = Math.round(durationMs * 1000);
    this.sumMicros += micros;
    const bucket = bucketOf(micros);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
  }

  merge({ sumMicros, buckets }: LatencyCounts): void {
    this.sumMicros += sumMicros;
    for (const [bucket, count] of buckets) this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + count);
  }
}

/**
 * The latency in milliseconds that this share of the requests did not exceed, as near as the buckets tell: at most 19 %
 * above. Null: nothing was counted.
 */
export function quantileMs({ buckets }: LatencyCounts, share: number): number | null {
  const ordered = [...buckets].toSorted(([one], [other]) => one - other);
  const wanted = ordered.reduce((sum, [, count]) => sum + count, 0) * share;
  let seen = 0;
  for (const [bucket, count] of ordered) {
    seen += count;
    if (count > 0 && seen >= wanted) return boundOf(bucket);
  }
  return null;
}
