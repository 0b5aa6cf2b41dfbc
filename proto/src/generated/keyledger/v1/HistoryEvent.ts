// Original file: keyledger/v1/key_lifecycle.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Principal as _keyledger_v1_Principal, Principal__Output as _keyledger_v1_Principal__Output } from '../../keyledger/v1/Principal.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.ts';
import type { Long } from '@grpc/proto-loader';

export interface HistoryEvent {
  'type'?: (string);
  'position'?: (string);
  'version'?: (number | string | Long);
  'occurredAt'?: (_google_protobuf_Timestamp | null);
  'actor'?: (_keyledger_v1_Principal | null);
  'address'?: (string);
  'reason'?: (string);
  'id'?: (string);
  'organizationId'?: (string);
  'changes'?: (_google_protobuf_Struct | null);
}

export interface HistoryEvent__Output {
  'type': (string);
  'position': (string);
  'version': (number);
  'occurredAt': (_google_protobuf_Timestamp__Output | null);
  'actor': (_keyledger_v1_Principal__Output | null);
  'address': (string);
  'reason': (string);
  'id': (string);
  'organizationId': (string);
  'changes': (_google_protobuf_Struct__Output | null);
}
