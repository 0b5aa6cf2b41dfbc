// Original file: keyledger/v1/key_lifecycle.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { UsageTotals as _keyledger_v1_UsageTotals, UsageTotals__Output as _keyledger_v1_UsageTotals__Output } from '../../keyledger/v1/UsageTotals.ts';
import type { UsageStep as _keyledger_v1_UsageStep, UsageStep__Output as _keyledger_v1_UsageStep__Output } from '../../keyledger/v1/UsageStep.ts';

export interface GetKeyUsageResponse {
  'interval'?: (string);
  'from'?: (_google_protobuf_Timestamp | null);
  'to'?: (_google_protobuf_Timestamp | null);
  'lastUsedAt'?: (_google_protobuf_Timestamp | null);
  'totals'?: (_keyledger_v1_UsageTotals | null);
  'items'?: (_keyledger_v1_UsageStep)[];
}

export interface GetKeyUsageResponse__Output {
  'interval': (string);
  'from': (_google_protobuf_Timestamp__Output | null);
  'to': (_google_protobuf_Timestamp__Output | null);
  'lastUsedAt': (_google_protobuf_Timestamp__Output | null);
  'totals': (_keyledger_v1_UsageTotals__Output | null);
  'items': (_keyledger_v1_UsageStep__Output)[];
}
