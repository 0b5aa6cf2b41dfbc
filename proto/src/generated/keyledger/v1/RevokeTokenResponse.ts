// Original file: keyledger/v1/key_lifecycle.proto

import type { Token as _keyledger_v1_Token, Token__Output as _keyledger_v1_Token__Output } from '../../keyledger/v1/Token.ts';
import type { Applied as _keyledger_v1_Applied, Applied__Output as _keyledger_v1_Applied__Output } from '../../keyledger/v1/Applied.ts';

export interface RevokeTokenResponse {
  'token'?: (_keyledger_v1_Token | null);
  'applied'?: (_keyledger_v1_Applied | null);
}

export interface RevokeTokenResponse__Output {
  'token': (_keyledger_v1_Token__Output | null);
  'applied': (_keyledger_v1_Applied__Output | null);
}
