// Original file: keyledger/v1/key_lifecycle.proto

import type { Key as _keyledger_v1_Key, Key__Output as _keyledger_v1_Key__Output } from '../../keyledger/v1/Key.ts';
import type { Applied as _keyledger_v1_Applied, Applied__Output as _keyledger_v1_Applied__Output } from '../../keyledger/v1/Applied.ts';

export interface UpdateKeyResponse {
  'key'?: (_keyledger_v1_Key | null);
  'applied'?: (_keyledger_v1_Applied | null);
}

export interface UpdateKeyResponse__Output {
  'key': (_keyledger_v1_Key__Output | null);
  'applied': (_keyledger_v1_Applied__Output | null);
}
