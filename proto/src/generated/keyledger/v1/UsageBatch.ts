// Original file: keyledger/v1/usage.proto

import type { UsageRow as _keyledger_v1_UsageRow, UsageRow__Output as _keyledger_v1_UsageRow__Output } from '../../keyledger/v1/UsageRow.ts';
import type { SecurityRow as _keyledger_v1_SecurityRow, SecurityRow__Output as _keyledger_v1_SecurityRow__Output } from '../../keyledger/v1/SecurityRow.ts';
import type { Long } from '@grpc/proto-loader';

export interface UsageBatch {
  'node'?: (Buffer | Uint8Array | string);
  'sequence'?: (number | string | Long);
  'usage'?: (_keyledger_v1_UsageRow)[];
  'security'?: (_keyledger_v1_SecurityRow)[];
}

export interface UsageBatch__Output {
  'node': (Buffer);
  'sequence': (number);
  'usage': (_keyledger_v1_UsageRow__Output)[];
  'security': (_keyledger_v1_SecurityRow__Output)[];
}
