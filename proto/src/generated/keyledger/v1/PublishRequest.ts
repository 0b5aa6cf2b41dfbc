// Original file: keyledger/v1/usage.proto

import type { UsageBatch as _keyledger_v1_UsageBatch, UsageBatch__Output as _keyledger_v1_UsageBatch__Output } from '../../keyledger/v1/UsageBatch.ts';

export interface PublishRequest {
  'batch'?: (_keyledger_v1_UsageBatch | null);
}

export interface PublishRequest__Output {
  'batch': (_keyledger_v1_UsageBatch__Output | null);
}
