// Original file: keyledger/v1/ledger.proto

import type { Attempt as _keyledger_v1_Attempt, Attempt__Output as _keyledger_v1_Attempt__Output } from '../../keyledger/v1/Attempt.ts';
import type { Noop as _keyledger_v1_Noop, Noop__Output as _keyledger_v1_Noop__Output } from '../../keyledger/v1/Noop.ts';

export interface LedgerRecord {
  'attempt'?: (_keyledger_v1_Attempt | null);
  'noop'?: (_keyledger_v1_Noop | null);
  'record'?: "attempt"|"noop";
}

export interface LedgerRecord__Output {
  'attempt'?: (_keyledger_v1_Attempt__Output | null);
  'noop'?: (_keyledger_v1_Noop__Output | null);
  'record'?: "attempt"|"noop";
}
