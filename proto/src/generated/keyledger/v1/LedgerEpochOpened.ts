// Original file: keyledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface LedgerEpochOpened {
  'ledgerId'?: (string);
  'replaces'?: (string)[];
  'longestHoldMs'?: (number | string | Long);
}

export interface LedgerEpochOpened__Output {
  'ledgerId': (string);
  'replaces': (string)[];
  'longestHoldMs': (number);
}
