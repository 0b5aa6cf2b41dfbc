// Original file: keyledger/v1/key_lifecycle.proto

import type { Key as _keyledger_v1_Key, Key__Output as _keyledger_v1_Key__Output } from '../../keyledger/v1/Key.ts';

export interface GetKeyResponse {
  'key'?: (_keyledger_v1_Key | null);
}

export interface GetKeyResponse__Output {
  'key': (_keyledger_v1_Key__Output | null);
}
