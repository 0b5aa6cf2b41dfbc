import { LatencyHistogram } from '@keyledger/domain';
import type { UsageCounts } from '@keyledger/ports';

/** Counts that grow: all parts add up, but for the latest time. */
export class Counts implements UsageCounts {
  requests = 0;
  bytesIn = 0;
  bytesOut = 0;
  lastUsedAt = 0;
  readonly latency = new LatencyHistogram();

  merge(other: UsageCounts): void {
    this.requests += other.requests;
    this.bytesIn += other.bytesIn;
    this.bytesOut += other.bytesOut;
    this.lastUsedAt = Math.max(this.lastUsedAt, other.lastUsedAt);
    this.latency.merge(other.latency);
  }
}
