// Original file: keyledger/v1/ledger_feed.proto

import type { Long } from '@grpc/proto-loader';

export interface FollowRequest {
  'fromPosition'?: (number | string | Long);
  '_fromPosition'?: "fromPosition";
}

export interface FollowRequest__Output {
  'fromPosition'?: (number);
  '_fromPosition'?: "fromPosition";
}
