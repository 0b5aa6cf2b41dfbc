// Original file: keyledger/v1/key_lifecycle.proto

import type { Token as _keyledger_v1_Token, Token__Output as _keyledger_v1_Token__Output } from '../../keyledger/v1/Token.ts';

export interface ListTokensResponse {
  'items'?: (_keyledger_v1_Token)[];
  'nextCursor'?: (string);
}

export interface ListTokensResponse__Output {
  'items': (_keyledger_v1_Token__Output)[];
  'nextCursor': (string);
}
