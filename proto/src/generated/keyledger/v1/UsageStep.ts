// Original file: keyledger/v1/key_reports.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { UsageTotals as _keyledger_v1_UsageTotals, UsageTotals__Output as _keyledger_v1_UsageTotals__Output } from '../../keyledger/v1/UsageTotals.ts';

export interface UsageStep {
  'start'?: (_google_protobuf_Timestamp | null);
  'group'?: ({[key: string]: string});
  'totals'?: (_keyledger_v1_UsageTotals | null);
}

export interface UsageStep__Output {
  'start': (_google_protobuf_Timestamp__Output | null);
  'group': ({[key: string]: string});
  'totals': (_keyledger_v1_UsageTotals__Output | null);
}
