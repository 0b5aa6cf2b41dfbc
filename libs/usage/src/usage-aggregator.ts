import type { UsageDimensions, UsageRow } from '@keyledger/ports';
import { Counts } from './counts.ts';
import { minuteOf } from './minute.ts';

/** One answered request of a key that is known. */
export interface UsageSample extends Omit<UsageDimensions, 'minute'> {
  /** When it was answered, in milliseconds since the epoch. */
  readonly at: number;
  readonly durationMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** The key itself was good for what was asked, whatever came of the request then. */
  readonly admitted: boolean;
}

interface Row {
  readonly dimensions: UsageDimensions;
  readonly counts: Counts;
}

/** As many as fit into one message of 1 MB, with room to spare. */
const DEFAULT_MAX_ROWS = 4_000;

/** Adds requests up by what is told apart. At most so many rows; what does not fit goes into one more. */
export class UsageAggregator {
  readonly #maxRows: number;
  #rows = new Map<string, Row>();
  #other: Row | null = null;
  /** Requests so far that there was no room to tell apart. */
  overflowed = 0;

  constructor(maxRows = DEFAULT_MAX_ROWS) {
    this.#maxRows = maxRows;
  }

  /** How many rows there are now. */
  get size(): number {
    return this.#rows.size + (this.#other === null ? 0 : 1);
  }

  add(sample: UsageSample): void {
    const { counts } = this.#rowOf(sample);
    counts.requests += 1;
    counts.bytesIn += sample.bytesIn;
    counts.bytesOut += sample.bytesOut;
    if (sample.admitted && sample.at > counts.lastUsedAt) counts.lastUsedAt = sample.at;
    counts.latency.observe(sample.durationMs);
  }

  /** What was counted since the last time; from now on it counts anew. */
  take(): readonly UsageRow[] {
    const rows = [...this.#rows.values()];
    if (this.#other !== null) rows.push(this.#other);
    this.#rows = new Map();
    this.#other = null;
    return rows.map(({ dimensions, counts }) => ({
      ...dimensions,
      requests: counts.requests,
      bytesIn: counts.bytesIn,
      bytesOut: counts.bytesOut,
      lastUsedAt: counts.lastUsedAt,
      latency: counts.latency,
    }));
  }

  #rowOf({ at, keyId, organizationId, route, scopes, status, country }: UsageSample): Row {
    const minute = minuteOf(at);
    // A route has the same scopes until its profile changes, which is no reason to make every key longer.
    const name = `${String(minute)} ${keyId} ${route} ${String(status)} ${country}`;
    const found = this.#rows.get(name);
    if (found !== undefined) return found;
    if (this.#rows.size >= this.#maxRows) {
      this.overflowed += 1;
      return (this.#other ??= { dimensions: other(minute), counts: new Counts() });
    }
    const dimensions = { minute, keyId, organizationId, route, scopes, status, country };
    const row = { dimensions, counts: new Counts() };
    this.#rows.set(name, row);
    return row;
  }
}

/** The row of what there is no room to tell apart: of the minute in which that began. */
const other = (minute: number): UsageDimensions => ({
  minute,
  keyId: '',
  organizationId: '',
  route: '',
  scopes: [],
  status: 0,
  country: '',
});
