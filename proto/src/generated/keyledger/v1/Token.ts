// Original file: keyledger/v1/key_lifecycle.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Principal as _keyledger_v1_Principal, Principal__Output as _keyledger_v1_Principal__Output } from '../../keyledger/v1/Principal.ts';
import type { Long } from '@grpc/proto-loader';

export interface Token {
  'id'?: (string);
  'organizationId'?: (string);
  'name'?: (string);
  'role'?: (string);
  'last4'?: (string);
  'state'?: (string);
  'version'?: (number | string | Long);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
  'createdAt'?: (_google_protobuf_Timestamp | null);
  'createdBy'?: (_keyledger_v1_Principal | null);
}

export interface Token__Output {
  'id': (string);
  'organizationId': (string);
  'name': (string);
  'role': (string);
  'last4': (string);
  'state': (string);
  'version': (number);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
  'createdAt': (_google_protobuf_Timestamp__Output | null);
  'createdBy': (_keyledger_v1_Principal__Output | null);
}
