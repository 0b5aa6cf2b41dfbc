// Original file: keyledger/v1/key_lifecycle.proto

import type { CommandOptions as _keyledger_v1_CommandOptions, CommandOptions__Output as _keyledger_v1_CommandOptions__Output } from '../../keyledger/v1/CommandOptions.ts';
import type { KeyRestrictions as _keyledger_v1_KeyRestrictions, KeyRestrictions__Output as _keyledger_v1_KeyRestrictions__Output } from '../../keyledger/v1/KeyRestrictions.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Limits as _keyledger_v1_Limits, Limits__Output as _keyledger_v1_Limits__Output } from '../../keyledger/v1/Limits.ts';

export interface CreateKeyRequest {
  'options'?: (_keyledger_v1_CommandOptions | null);
  'organizationId'?: (string);
  'name'?: (string);
  'kind'?: (string);
  'environment'?: (string);
  'holder'?: (string);
  'scopes'?: (string)[];
  'restrictions'?: (_keyledger_v1_KeyRestrictions | null);
  'tier'?: (string);
  'metadata'?: ({[key: string]: string});
  'expiresAt'?: (_google_protobuf_Timestamp | null);
  'limits'?: (_keyledger_v1_Limits | null);
}

export interface CreateKeyRequest__Output {
  'options': (_keyledger_v1_CommandOptions__Output | null);
  'organizationId': (string);
  'name': (string);
  'kind': (string);
  'environment': (string);
  'holder': (string);
  'scopes': (string)[];
  'restrictions': (_keyledger_v1_KeyRestrictions__Output | null);
  'tier': (string);
  'metadata': ({[key: string]: string});
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
  'limits': (_keyledger_v1_Limits__Output | null);
}
