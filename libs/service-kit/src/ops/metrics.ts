import {
  Counter as PromCounter,
  Gauge as PromGauge,
  Histogram as PromHistogram,
  Registry,
  collectDefaultMetrics,
} from 'prom-client';

/** A value for each label. No label's value may come from outside unbounded: each combination is kept for ever. */
export type Labels<L extends string> = Readonly<Record<L, string>>;

export interface Counter<L extends string> {
  inc(labels: Labels<L>, by?: number): void;
  /** The counter of one combination of labels, for where looking it up each time costs too much. */
  labels(labels: Labels<L>): { inc(by?: number): void };
}

export interface Gauge<L extends string> {
  set(labels: Labels<L>, value: number): void;
}

export interface Histogram<L extends string> {
  observe(labels: Labels<L>, value: number): void;
  labels(labels: Labels<L>): { observe(value: number): void };
}

export interface MetricOptions<L extends string> {
  /** Without the prefix: `keyledger_` is put before it. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly L[];
}

export interface Metrics {
  counter<const L extends string = never>(options: MetricOptions<L>): Counter<L>;
  gauge<const L extends string = never>(options: MetricOptions<L>): Gauge<L>;
  /** A gauge that is asked whenever somebody looks; undefined: there is no value now. */
  measured(options: MetricOptions<never>, read: () => number | undefined): void;
  /** `buckets` are upper bounds in the unit of the name, which for time is seconds. */
  histogram<const L extends string = never>(
    options: MetricOptions<L> & { readonly buckets: readonly number[] },
  ): Histogram<L>;
  readonly contentType: string;
  /** All metrics in the text format of Prometheus. */
  text(): Promise<string>;
}

const METRIC_PREFIX = 'keyledger_';
/**
 * How often the lag of the event loop is sampled, in milliseconds. Its distribution includes this interval, so an idle
 * loop shows it as its lag; the usual 10 ms cost an idle process half a percent of a core.
 */
const LAG_SAMPLE_MS = 100;

/** Metrics of one process, with those of Node and the process under their usual names. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_SAMPLE_MS });
  const common = <L extends string>({ name, help, labels = [] }: MetricOptions<L>) => ({
    name: METRIC_PREFIX + name,
    help,
    labelNames: labels,
    registers: [registry],
  });
  return {
    counter: (options) => new PromCounter(common(options)),
    gauge: (options) => new PromGauge(common(options)),
    measured(options, read) {
      void new PromGauge({
        ...common(options),
        collect() {
          this.remove();
          const value = read();
          if (value !== undefined) this.set(value);
        },
      });
    },
    histogram: (options) => new PromHistogram({ ...common(options), buckets: [...options.buckets] }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
