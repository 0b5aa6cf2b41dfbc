// Original file: keyledger/v1/ledger_feed.proto

import type { Long } from '@grpc/proto-loader';

export interface FollowedRecord {
  'position'?: (number | string | Long);
  'value'?: (Buffer | Uint8Array | string);
}

export interface FollowedRecord__Output {
  'position': (number);
  'value': (Buffer);
}
