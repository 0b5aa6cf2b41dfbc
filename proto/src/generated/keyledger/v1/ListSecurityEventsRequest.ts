// Original file: keyledger/v1/key_lifecycle.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface ListSecurityEventsRequest {
  'limit'?: (number);
  'cursor'?: (string);
  'from'?: (_google_protobuf_Timestamp | null);
  'to'?: (_google_protobuf_Timestamp | null);
  'category'?: (string);
  'organizationId'?: (string);
  'keyId'?: (string);
}

export interface ListSecurityEventsRequest__Output {
  'limit': (number);
  'cursor': (string);
  'from': (_google_protobuf_Timestamp__Output | null);
  'to': (_google_protobuf_Timestamp__Output | null);
  'category': (string);
  'organizationId': (string);
  'keyId': (string);
}
