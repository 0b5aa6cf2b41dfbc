// Original file: keyledger/v1/key_lifecycle.proto

import type { Key as _keyledger_v1_Key, Key__Output as _keyledger_v1_Key__Output } from '../../keyledger/v1/Key.ts';
import type { Applied as _keyledger_v1_Applied, Applied__Output as _keyledger_v1_Applied__Output } from '../../keyledger/v1/Applied.ts';

export interface CreateKeyResponse {
  'key'?: (_keyledger_v1_Key | null);
  'secret'?: (string);
  'applied'?: (_keyledger_v1_Applied | null);
}

export interface CreateKeyResponse__Output {
  'key': (_keyledger_v1_Key__Output | null);
  'secret': (string);
  'applied': (_keyledger_v1_Applied__Output | null);
}
