// Original file: keyledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface LedgerMaxHoldChanged {
  'maxHoldMs'?: (number | string | Long);
}

export interface LedgerMaxHoldChanged__Output {
  'maxHoldMs': (number);
}
