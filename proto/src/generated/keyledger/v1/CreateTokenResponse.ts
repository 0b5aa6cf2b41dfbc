// Original file: keyledger/v1/key_lifecycle.proto

import type { Token as _keyledger_v1_Token, Token__Output as _keyledger_v1_Token__Output } from '../../keyledger/v1/Token.ts';
import type { Applied as _keyledger_v1_Applied, Applied__Output as _keyledger_v1_Applied__Output } from '../../keyledger/v1/Applied.ts';

export interface CreateTokenResponse {
  'token'?: (_keyledger_v1_Token | null);
  'secret'?: (string);
  'applied'?: (_keyledger_v1_Applied | null);
}

export interface CreateTokenResponse__Output {
  'token': (_keyledger_v1_Token__Output | null);
  'secret': (string);
  'applied': (_keyledger_v1_Applied__Output | null);
}
