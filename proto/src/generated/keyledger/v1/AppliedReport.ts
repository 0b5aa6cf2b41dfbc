// Original file: keyledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface AppliedReport {
  'incarnation'?: (Buffer | Uint8Array | string);
  'applied'?: (number | string | Long);
  'gaveBack'?: (boolean);
}

export interface AppliedReport__Output {
  'incarnation': (Buffer);
  'applied': (number);
  'gaveBack': (boolean);
}
