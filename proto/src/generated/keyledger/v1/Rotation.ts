// Original file: keyledger/v1/key_lifecycle.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface Rotation {
  'endsAt'?: (_google_protobuf_Timestamp | null);
}

export interface Rotation__Output {
  'endsAt': (_google_protobuf_Timestamp__Output | null);
}
