// Original file: keyledger/v1/key_lifecycle.proto

import type { CommandOptions as _keyledger_v1_CommandOptions, CommandOptions__Output as _keyledger_v1_CommandOptions__Output } from '../../keyledger/v1/CommandOptions.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface CreateTokenRequest {
  'options'?: (_keyledger_v1_CommandOptions | null);
  'organizationId'?: (string);
  'name'?: (string);
  'role'?: (string);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
}

export interface CreateTokenRequest__Output {
  'options': (_keyledger_v1_CommandOptions__Output | null);
  'organizationId': (string);
  'name': (string);
  'role': (string);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
}
