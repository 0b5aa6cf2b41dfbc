import { INTERVALS, LatencyHistogram, type UsageInterval, type UsageRollup } from '@keyledger/domain';
import type { UsageRow } from '@keyledger/ports';
import type { Database, Statement } from '../database.ts';

interface Row {
  readonly start: number;
  readonly route: string;
  readonly scopes: string;
  readonly status: number;
  readonly country: string;
  readonly requests: number;
  readonly bytes_in: number;
  readonly bytes_out: number;
  readonly latency_sum: number;
  readonly latency: string;
}

const SAME = `key_id = :key_id AND interval = :interval AND start = :start AND route = :route AND scopes = :scopes
  AND status = :status AND country = :country`;

const UPSERT = `
INSERT INTO usage VALUES (:interval, :start, :key_id, :route, :scopes, :status, :country, :requests, :bytes_in,
  :bytes_out, :latency_sum, :latency)
ON CONFLICT DO UPDATE SET requests = requests + :requests, bytes_in = bytes_in + :bytes_in,
  bytes_out = bytes_out + :bytes_out, latency_sum = :latency_sum, latency = :latency`;

export const OF_KEY = `
SELECT start, route, scopes, status, country, requests, bytes_in, bytes_out, latency_sum, latency FROM usage
WHERE key_id = :key_id AND interval = :interval AND start >= :from AND start < :to ORDER BY start LIMIT :limit`;

/** What was refused without taking anything from a limit. */
const UNCHARGED = '401, 403, 429';

export const OF_HOURS = `
SELECT start, route, sum(requests) AS requests FROM usage
WHERE key_id = :key_id AND interval = ${String(INTERVALS.hour)} AND start >= :from AND status NOT IN (${UNCHARGED})
GROUP BY start, route ORDER BY start, route`;

export const FIRST = `SELECT min(start) AS start FROM usage WHERE interval = ${String(INTERVALS.day)}`;

const OLD = 'SELECT rowid FROM usage WHERE interval = :interval AND start < :before LIMIT :limit';

/** The requests of a key for one route in one hour that its limits were asked about. */
export interface UsedRoute {
  readonly start: number;
  readonly route: string;
  readonly requests: number;
}

export class UsageTable {
  readonly #latency: Statement<Pick<Row, 'latency' | 'latency_sum'>>;
  readonly #upsert: Statement;
  readonly #ofKey: Statement<Row>;
  readonly #ofHours: Statement<UsedRoute>;
  readonly #first: Statement<{ start: number | null }>;
  readonly #old: Statement<object>;
  readonly #forget: Statement;

  constructor(database: Database) {
    this.#latency = database.prepare(`SELECT latency, latency_sum FROM usage WHERE ${SAME}`);
    this.#upsert = database.prepare(UPSERT);
    this.#ofKey = database.prepare(OF_KEY);
    this.#ofHours = database.prepare(OF_HOURS);
    this.#first = database.prepare(FIRST);
    this.#old = database.prepare(OLD);
    this.#forget = database.prepare(`DELETE FROM usage WHERE rowid IN (${OLD})`);
  }

  /** Adds to the row of each step. */
  add(row: UsageRow): void {
    for (const step of Object.values(INTERVALS)) this.#add(row, step, row.minute - (row.minute % step));
  }

  #add(row: UsageRow, interval: number, start: number): void {
    const { keyId, route, scopes, status, country, requests, bytesIn, bytesOut } = row;
    const same = { key_id: keyId, interval, start, route, scopes: scopes.join(' '), status, country };
    const latency = histogramOf(this.#latency.get(same));
    latency.merge(row.latency);
    this.#upsert.run({
      ...same,
      requests,
      bytes_in: bytesIn,
      bytes_out: bytesOut,
      latency_sum: latency.sumMicros,
      latency: JSON.stringify(Object.fromEntries(latency.buckets)),
    });
  }

  /** From the first moment until before the second, oldest first. */
  ofKey(keyId: string, interval: UsageInterval, from: number, to: number, limit: number): UsageRollup[] {
    return this.#ofKey.all({ key_id: keyId, interval: INTERVALS[interval], from, to, limit }).map(toRollup);
  }

  /** How often a key used each route in each hour from `from` on. */
  hoursOf(keyId: string, from: number): readonly UsedRoute[] {
    return this.#ofHours.all({ key_id: keyId, from });
  }

  /** The first day that is still held; null: nothing is. */
  first(): number | null {
    return this.#first.get()?.start ?? null;
  }

  /** Forgets some of what is older; false: there was nothing. */
  forget(interval: UsageInterval, before: number, limit: number): boolean {
    const old = { interval: INTERVALS[interval], before };
    if (this.#old.get({ ...old, limit: 1 }) === undefined) return false;
    this.#forget.run({ ...old, limit });
    return true;
  }
}

function histogramOf(row: Pick<Row, 'latency' | 'latency_sum'> | undefined): LatencyHistogram {
  const histogram = new LatencyHistogram();
  if (row === undefined) return histogram;
  const counts = Object.entries(JSON.parse(row.latency) as Record<string, number>);
  histogram.merge({
    sumMicros: row.latency_sum,
    buckets: new Map(counts.map(([bucket, count]) => [Number(bucket), count])),
  });
  return histogram;
}

const toRollup = (row: Row): UsageRollup => ({
  start: row.start,
  route: row.route,
  scopes: row.scopes === '' ? [] : row.scopes.split(' '),
  status: row.status,
  country: row.country,
  requests: row.requests,
  bytesIn: row.bytes_in,
  bytesOut: row.bytes_out,
  latency: histogramOf(row),
});
