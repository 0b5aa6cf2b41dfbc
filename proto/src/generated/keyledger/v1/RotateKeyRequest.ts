// Original file: keyledger/v1/key_lifecycle.proto

import type { CommandOptions as _keyledger_v1_CommandOptions, CommandOptions__Output as _keyledger_v1_CommandOptions__Output } from '../../keyledger/v1/CommandOptions.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

export interface RotateKeyRequest {
  'options'?: (_keyledger_v1_CommandOptions | null);
  'id'?: (string);
  'overlap'?: (_google_protobuf_Duration | null);
}

export interface RotateKeyRequest__Output {
  'options': (_keyledger_v1_CommandOptions__Output | null);
  'id': (string);
  'overlap': (_google_protobuf_Duration__Output | null);
}
