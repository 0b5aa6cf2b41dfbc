import type { SecurityRow } from '@keyledger/ports';
import { minuteOf } from './minute.ts';
import { sourceOf } from './source.ts';

/** One thing that somebody should see. */
export interface SecurityIncident {
  readonly at: number;
  readonly reason: string;
  readonly clientAddress: string | null;
  /** Empty: not known. */
  readonly keyId: string;
  readonly organizationId: string;
}

interface Row extends SecurityRow {
  count: number;
}

const DEFAULT_MAX_SECURITY_ROWS = 1_000;

/**
 * Adds incidents up per reason, source, key and minute (security.md, "Floods"). At most so many rows; what does not fit
 * goes into one more for each reason, without a source.
 */
export class SecurityAggregator {
  readonly #maxRows: number;
  #rows = new Map<string, Row>();
  #others = new Map<string, Row>();

  constructor(maxRows = DEFAULT_MAX_SECURITY_ROWS) {
    this.#maxRows = maxRows;
  }

  get size(): number {
    return this.#rows.size + this.#others.size;
  }

  add({ at, reason, clientAddress, keyId, organizationId }: SecurityIncident): void {
    const minute = minuteOf(at);
    const source = sourceOf(clientAddress);
    const name = `${String(minute)} ${reason} ${source} ${keyId}`;
    const row = this.#rows.get(name) ?? this.#begin(name, { minute, reason, source, keyId, organizationId, count: 0 });
    row.count += 1;
  }

  /** What was counted since the last time; from now on it counts anew. */
  take(): readonly SecurityRow[] {
    const rows = [...this.#rows.values(), ...this.#others.values()];
    this.#rows = new Map();
    this.#others = new Map();
    return rows;
  }

  #begin(name: string, row: Row): Row {
    if (this.#rows.size < this.#maxRows) {
      this.#rows.set(name, row);
      return row;
    }
    const { minute, reason } = row;
    const found = this.#others.get(reason);
    if (found !== undefined) return found;
    const other: Row = { minute, reason, source: '', keyId: '', organizationId: '', count: 0 };
    this.#others.set(reason, other);
    return other;
  }
}
