// Original file: keyledger/v1/ledger.proto

import type { LeaseHolder as _keyledger_v1_LeaseHolder, LeaseHolder__Output as _keyledger_v1_LeaseHolder__Output } from '../../keyledger/v1/LeaseHolder.ts';
import type { AppliedReport as _keyledger_v1_AppliedReport, AppliedReport__Output as _keyledger_v1_AppliedReport__Output } from '../../keyledger/v1/AppliedReport.ts';

export interface Noop {
  'holders'?: (_keyledger_v1_LeaseHolder)[];
  'complete'?: (boolean);
  'reports'?: (_keyledger_v1_AppliedReport)[];
}

export interface Noop__Output {
  'holders': (_keyledger_v1_LeaseHolder__Output)[];
  'complete': (boolean);
  'reports': (_keyledger_v1_AppliedReport__Output)[];
}
