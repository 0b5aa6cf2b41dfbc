// Original file: keyledger/v1/ledger_feed.proto

import type { Long } from '@grpc/proto-loader';

export interface ReportAppliedRequest {
  'proof'?: (Buffer | Uint8Array | string);
  'ledgerId'?: (string);
  'applied'?: (number | string | Long);
  'giveBack'?: (boolean);
  'relay'?: (boolean);
}

export interface ReportAppliedRequest__Output {
  'proof': (Buffer);
  'ledgerId': (string);
  'applied': (number);
  'giveBack': (boolean);
  'relay': (boolean);
}
