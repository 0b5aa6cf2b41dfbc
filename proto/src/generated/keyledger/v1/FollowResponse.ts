// Original file: keyledger/v1/ledger_feed.proto

import type { FollowedRecord as _keyledger_v1_FollowedRecord, FollowedRecord__Output as _keyledger_v1_FollowedRecord__Output } from '../../keyledger/v1/FollowedRecord.ts';
import type { Long } from '@grpc/proto-loader';

export interface FollowResponse {
  'records'?: (_keyledger_v1_FollowedRecord)[];
  'upToPosition'?: (number | string | Long);
}

export interface FollowResponse__Output {
  'records': (_keyledger_v1_FollowedRecord__Output)[];
  'upToPosition': (number);
}
