// Original file: keyledger/v1/ledger_feed.proto

import type { Long } from '@grpc/proto-loader';

export interface BarrierRequest {
  'nonce'?: (number | string | Long);
  'proof'?: (Buffer | Uint8Array | string);
  'stalenessMs'?: (number | string | Long);
  'staleAllowanceMs'?: (number | string | Long);
  'urgent'?: (boolean);
  'sharesLimits'?: (boolean);
}

export interface BarrierRequest__Output {
  'nonce': (number);
  'proof': (Buffer);
  'stalenessMs': (number);
  'staleAllowanceMs': (number);
  'urgent': (boolean);
  'sharesLimits': (boolean);
}
