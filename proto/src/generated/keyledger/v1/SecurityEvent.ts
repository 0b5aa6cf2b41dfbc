// Original file: keyledger/v1/key_reports.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

export interface SecurityEvent {
  'minute'?: (_google_protobuf_Timestamp | null);
  'category'?: (string);
  'reasonCode'?: (string);
  'source'?: (string);
  'keyId'?: (string);
  'organizationId'?: (string);
  'count'?: (number | string | Long);
}

export interface SecurityEvent__Output {
  'minute': (_google_protobuf_Timestamp__Output | null);
  'category': (string);
  'reasonCode': (string);
  'source': (string);
  'keyId': (string);
  'organizationId': (string);
  'count': (number);
}
