import { median } from './statistics.ts';

/** One line of the table and of `latest.json` (interfaces.md, "Commands"). */
export interface Entry {
  readonly name: string;
  /** The median over the rounds. */
  readonly value: number;
  readonly unit: string;
  /** Null: for information. */
  readonly target: number | null;
  readonly pass: boolean | null;
  /** One for each round. */
  readonly samples: readonly number[];
}

/** What a benchmark found out, in the order that it is shown in. */
export interface Benchmark {
  readonly name: string;
  /** Takes less than a minute. @throws NoKafka where it needs one and this machine has none */
  run(): Promise<Entry[]>;
}

export function informative(name: string, unit: string, samples: readonly number[]): Entry {
  return { name, value: median(samples), unit, target: null, pass: null, samples };
}

/** More is better. */
export function atLeast(target: number, name: string, unit: string, samples: readonly number[]): Entry {
  const value = median(samples);
  return { name, value, unit, target, pass: value >= target, samples };
}

/** Less is better. */
export function atMost(target: number, name: string, unit: string, samples: readonly number[]): Entry {
  const value = median(samples);
  return { name, value, unit, target, pass: value <= target, samples };
}
