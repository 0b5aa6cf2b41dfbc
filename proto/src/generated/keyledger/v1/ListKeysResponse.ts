// Original file: keyledger/v1/key_lifecycle.proto

import type { Key as _keyledger_v1_Key, Key__Output as _keyledger_v1_Key__Output } from '../../keyledger/v1/Key.ts';

export interface ListKeysResponse {
  'items'?: (_keyledger_v1_Key)[];
  'nextCursor'?: (string);
}

export interface ListKeysResponse__Output {
  'items': (_keyledger_v1_Key__Output)[];
  'nextCursor': (string);
}
