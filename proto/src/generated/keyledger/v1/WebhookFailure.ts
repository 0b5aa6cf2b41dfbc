// Original file: keyledger/v1/key_lifecycle.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface WebhookFailure {
  'at'?: (_google_protobuf_Timestamp | null);
  'why'?: (string);
}

export interface WebhookFailure__Output {
  'at': (_google_protobuf_Timestamp__Output | null);
  'why': (string);
}
