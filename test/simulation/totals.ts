import type { SeedResult } from './simulate.ts';

/** What many seeds came to; plain, so that it can be sent from one process to another. */
export interface Totals {
  seeds: number;
  /** The least of any seed. */
  least: Record<string, number>;
  sums: Record<string, number>;
  faults: Record<string, number>;
}

export const noTotals = (): Totals => ({ seeds: 0, least: {}, sums: {}, faults: {} });

export function addSeed(totals: Totals, { counts, faults }: SeedResult): void {
  add(totals, { seeds: 1, least: counts, sums: counts, faults: Object.fromEntries(faults) });
}

export function add(totals: Totals, more: Totals): void {
  totals.seeds += more.seeds;
  for (const [name, count] of Object.entries(more.least)) {
    totals.least[name] = Math.min(count, totals.least[name] ?? Infinity);
  }
  for (const part of ['sums', 'faults'] as const) {
    for (const [name, count] of Object.entries(more[part])) totals[part][name] = (totals[part][name] ?? 0) + count;
  }
}

/** For people: a line for each kind of fault, and what the seeds had at least. */
export function table({ seeds, least, sums, faults }: Totals): string {
  const lines = Object.entries(faults)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([kind, count]) => `${String(count).padStart(10)}  ${kind}`);
  const shown = Object.keys(least).map((name) => `${String(sums[name])} ${name} (at least ${String(least[name])})`);
  return [...lines, `${String(seeds)} seeds: ${shown.join(', ')}`].join('\n');
}
