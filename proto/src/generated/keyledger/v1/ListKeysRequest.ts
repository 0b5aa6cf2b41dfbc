// Original file: keyledger/v1/key_lifecycle.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface ListKeysRequest {
  'organizationId'?: (string);
  'limit'?: (number);
  'cursor'?: (string);
  'state'?: (string);
  'expiringBefore'?: (_google_protobuf_Timestamp | null);
  'q'?: (string);
  'atLeast'?: (string);
}

export interface ListKeysRequest__Output {
  'organizationId': (string);
  'limit': (number);
  'cursor': (string);
  'state': (string);
  'expiringBefore': (_google_protobuf_Timestamp__Output | null);
  'q': (string);
  'atLeast': (string);
}
