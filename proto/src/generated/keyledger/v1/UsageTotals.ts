// Original file: keyledger/v1/key_reports.proto

import type { UsageLatency as _keyledger_v1_UsageLatency, UsageLatency__Output as _keyledger_v1_UsageLatency__Output } from '../../keyledger/v1/UsageLatency.ts';
import type { Long } from '@grpc/proto-loader';

export interface UsageTotals {
  'requests'?: (number | string | Long);
  'successes'?: (number | string | Long);
  'clientErrors'?: (number | string | Long);
  'serverErrors'?: (number | string | Long);
  'bytesIn'?: (number | string | Long);
  'bytesOut'?: (number | string | Long);
  'latencyMs'?: (_keyledger_v1_UsageLatency | null);
}

export interface UsageTotals__Output {
  'requests': (number);
  'successes': (number);
  'clientErrors': (number);
  'serverErrors': (number);
  'bytesIn': (number);
  'bytesOut': (number);
  'latencyMs': (_keyledger_v1_UsageLatency__Output | null);
}
