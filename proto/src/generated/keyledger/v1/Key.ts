// Original file: keyledger/v1/key_lifecycle.proto

import type { KeyRestrictions as _keyledger_v1_KeyRestrictions, KeyRestrictions__Output as _keyledger_v1_KeyRestrictions__Output } from '../../keyledger/v1/KeyRestrictions.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Rotation as _keyledger_v1_Rotation, Rotation__Output as _keyledger_v1_Rotation__Output } from '../../keyledger/v1/Rotation.ts';
import type { Principal as _keyledger_v1_Principal, Principal__Output as _keyledger_v1_Principal__Output } from '../../keyledger/v1/Principal.ts';
import type { Limits as _keyledger_v1_Limits, Limits__Output as _keyledger_v1_Limits__Output } from '../../keyledger/v1/Limits.ts';
import type { Long } from '@grpc/proto-loader';

export interface Key {
  'id'?: (string);
  'organizationId'?: (string);
  'name'?: (string);
  'kind'?: (string);
  'environment'?: (string);
  'holder'?: (string);
  'scopes'?: (string)[];
  'restrictions'?: (_keyledger_v1_KeyRestrictions | null);
  'tier'?: (string);
  'metadata'?: ({[key: string]: string});
  'state'?: (string);
  'version'?: (number | string | Long);
  'prefix'?: (string);
  'last4'?: (string);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
  'rotation'?: (_keyledger_v1_Rotation | null);
  'createdAt'?: (_google_protobuf_Timestamp | null);
  'createdBy'?: (_keyledger_v1_Principal | null);
  'lastUsedAt'?: (_google_protobuf_Timestamp | null);
  'publicKey'?: (string);
  'limits'?: (_keyledger_v1_Limits | null);
}

export interface Key__Output {
  'id': (string);
  'organizationId': (string);
  'name': (string);
  'kind': (string);
  'environment': (string);
  'holder': (string);
  'scopes': (string)[];
  'restrictions': (_keyledger_v1_KeyRestrictions__Output | null);
  'tier': (string);
  'metadata': ({[key: string]: string});
  'state': (string);
  'version': (number);
  'prefix': (string);
  'last4': (string);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
  'rotation': (_keyledger_v1_Rotation__Output | null);
  'createdAt': (_google_protobuf_Timestamp__Output | null);
  'createdBy': (_keyledger_v1_Principal__Output | null);
  'lastUsedAt': (_google_protobuf_Timestamp__Output | null);
  'publicKey': (string);
  'limits': (_keyledger_v1_Limits__Output | null);
}
