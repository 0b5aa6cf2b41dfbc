// Original file: keyledger/v1/key_lifecycle.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

export interface Applied {
  'position'?: (string);
  'applied'?: (string);
  'effectiveBy'?: (_google_protobuf_Timestamp | null);
  'effectiveWithinMs'?: (number | string | Long);
}

export interface Applied__Output {
  'position': (string);
  'applied': (string);
  'effectiveBy': (_google_protobuf_Timestamp__Output | null);
  'effectiveWithinMs': (number);
}
