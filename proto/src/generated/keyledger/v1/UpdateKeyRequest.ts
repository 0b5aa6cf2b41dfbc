// Original file: keyledger/v1/key_lifecycle.proto

import type { CommandOptions as _keyledger_v1_CommandOptions, CommandOptions__Output as _keyledger_v1_CommandOptions__Output } from '../../keyledger/v1/CommandOptions.ts';
import type { NameList as _keyledger_v1_NameList, NameList__Output as _keyledger_v1_NameList__Output } from '../../keyledger/v1/NameList.ts';
import type { KeyRestrictions as _keyledger_v1_KeyRestrictions, KeyRestrictions__Output as _keyledger_v1_KeyRestrictions__Output } from '../../keyledger/v1/KeyRestrictions.ts';
import type { KeyMetadata as _keyledger_v1_KeyMetadata, KeyMetadata__Output as _keyledger_v1_KeyMetadata__Output } from '../../keyledger/v1/KeyMetadata.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Limits as _keyledger_v1_Limits, Limits__Output as _keyledger_v1_Limits__Output } from '../../keyledger/v1/Limits.ts';
import type { Long } from '@grpc/proto-loader';

export interface UpdateKeyRequest {
  'options'?: (_keyledger_v1_CommandOptions | null);
  'id'?: (string);
  'version'?: (number | string | Long);
  'name'?: (string);
  'scopes'?: (_keyledger_v1_NameList | null);
  'restrictions'?: (_keyledger_v1_KeyRestrictions | null);
  'tier'?: (string);
  'metadata'?: (_keyledger_v1_KeyMetadata | null);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
  'expiresNever'?: (boolean);
  'limits'?: (_keyledger_v1_Limits | null);
  'limitsRemoved'?: (boolean);
  '_version'?: "version";
  '_name'?: "name";
  '_tier'?: "tier";
}

export interface UpdateKeyRequest__Output {
  'options': (_keyledger_v1_CommandOptions__Output | null);
  'id': (string);
  'version'?: (number);
  'name'?: (string);
  'scopes': (_keyledger_v1_NameList__Output | null);
  'restrictions': (_keyledger_v1_KeyRestrictions__Output | null);
  'tier'?: (string);
  'metadata': (_keyledger_v1_KeyMetadata__Output | null);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
  'expiresNever': (boolean);
  'limits': (_keyledger_v1_Limits__Output | null);
  'limitsRemoved': (boolean);
  '_version'?: "version";
  '_name'?: "name";
  '_tier'?: "tier";
}
