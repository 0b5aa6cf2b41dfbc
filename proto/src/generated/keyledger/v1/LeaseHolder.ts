// Original file: keyledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface LeaseHolder {
  'incarnation'?: (Buffer | Uint8Array | string);
  'stalenessMs'?: (number | string | Long);
  'staleAllowanceMs'?: (number | string | Long);
  'sharesLimits'?: (boolean);
}

export interface LeaseHolder__Output {
  'incarnation': (Buffer);
  'stalenessMs': (number);
  'staleAllowanceMs': (number);
  'sharesLimits': (boolean);
}
