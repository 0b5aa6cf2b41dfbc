// Original file: keyledger/v1/key_reports.proto


export interface UsageLatency {
  'mean'?: (number | string);
  'p50'?: (number | string);
  'p95'?: (number | string);
  'p99'?: (number | string);
}

export interface UsageLatency__Output {
  'mean': (number);
  'p50': (number);
  'p95': (number);
  'p99': (number);
}
