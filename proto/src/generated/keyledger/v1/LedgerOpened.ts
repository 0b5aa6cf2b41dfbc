// Original file: keyledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface LedgerOpened {
  'ledgerId'?: (string);
  'maxHoldMs'?: (number | string | Long);
}

export interface LedgerOpened__Output {
  'ledgerId': (string);
  'maxHoldMs': (number);
}
