// Original file: keyledger/v1/ledger_feed.proto

import type { Long } from '@grpc/proto-loader';

export interface BarrierResponse {
  'nonce'?: (number | string | Long);
  'ledgerId'?: (string);
  'position'?: (number | string | Long);
  'stalenessMs'?: (number | string | Long);
  'staleAllowanceMs'?: (number | string | Long);
  'limitSharers'?: (number);
}

export interface BarrierResponse__Output {
  'nonce': (number);
  'ledgerId': (string);
  'position': (number);
  'stalenessMs': (number);
  'staleAllowanceMs': (number);
  'limitSharers': (number);
}
