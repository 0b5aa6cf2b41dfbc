import { LatencyHistogram, quantileMs } from './latency.ts';
import type { UsageRollup } from './rollup.ts';

/** What usage can be told apart by; of a route with several scopes, a request counts for each of them. */
export const USAGE_GROUPS = ['route', 'scope', 'status_class', 'country'] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

/** What some requests add up to. */
export interface UsageSummary {
  readonly requests: number;
  /** Answered with a status below 400; 4xx; 5xx. */
  readonly successes: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** In milliseconds; null: there were no requests. */
  readonly latency: { readonly [name in 'mean' | 'p50' | 'p95' | 'p99']: number } | null;
}

export interface UsageStep extends UsageSummary {
  readonly start: number;
  readonly group: Readonly<Partial<Record<UsageGroup, string>>>;
}

class Sum {
  readonly start: number;
  readonly group: UsageStep['group'];
  #requests = 0;
  #clientErrors = 0;
  #serverErrors = 0;
  #bytesIn = 0;
  #bytesOut = 0;
  readonly #latency = new LatencyHistogram();

  constructor(start: number, group: UsageStep['group']) {
    this.start = start;
    this.group = group;
  }

  add({ requests, status, bytesIn, bytesOut, latency }: UsageRollup): void {
    this.#requests += requests;
    if (status >= 500) this.#serverErrors += requests;
    else if (status >= 400) this.#clientErrors += requests;
    this.#bytesIn += bytesIn;
    this.#bytesOut += bytesOut;
    this.#latency.merge(latency);
  }

  summary(): UsageSummary {
    return {
      requests: this.#requests,
      successes: this.#requests - this.#clientErrors - this.#serverErrors,
      clientErrors: this.#clientErrors,
      serverErrors: this.#serverErrors,
      bytesIn: this.#bytesIn,
      bytesOut: this.#bytesOut,
      latency: this.#requests === 0 ? null : latencyOf(this.#latency, this.#requests),
    };
  }
}

function latencyOf(latency: LatencyHistogram, requests: number): NonNullable<UsageSummary['latency']> {
  const at = (share: number): number => round(quantileMs(latency, share) ?? 0);
  return { mean: round(latency.sumMicros / 1000 / requests), p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

const round = (ms: number): number => Math.round(ms * 1000) / 1000;

export function totalOf(rollups: readonly UsageRollup[]): UsageSummary {
  const sum = new Sum(0, {});
  for (const rollup of rollups) sum.add(rollup);
  return sum.summary();
}

/** By step and group, in the order of their steps and then by the number of requests. */
export function summarize(rollups: readonly UsageRollup[], groups: readonly UsageGroup[]): readonly UsageStep[] {
  const sums = new Map<string, Sum>();
  for (const rollup of rollups) {
    for (const group of groupsOf(rollup, groups)) {
      const name = JSON.stringify([rollup.start, group]);
      const sum = sums.get(name) ?? new Sum(rollup.start, group);
      sums.set(name, sum);
      sum.add(rollup);
    }
  }
  return [...sums.values()]
    .map((sum) => ({ start: sum.start, group: sum.group, ...sum.summary() }))
    .toSorted((one, other) => one.start - other.start || other.requests - one.requests);
}

function groupsOf(rollup: UsageRollup, groups: readonly UsageGroup[]): UsageStep['group'][] {
  const { route, country, status, scopes } = rollup;
  const statusClass = `${String(Math.floor(status / 100))}xx`;
  const of = { route, country, status_class: statusClass, scope: '' };
  const plain = Object.fromEntries(groups.map((group) => [group, of[group]]));
  if (!groups.includes('scope') || scopes.length === 0) return [plain];
  return scopes.map((scope) => ({ ...plain, scope }));
}
