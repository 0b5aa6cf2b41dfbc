// Original file: keyledger/v1/verifier.proto

import type { Grant as _keyledger_v1_Grant, Grant__Output as _keyledger_v1_Grant__Output } from '../../keyledger/v1/Grant.ts';

export interface VerifyResponse {
  'allowed'?: (boolean);
  'reasonCode'?: (string);
  'grant'?: (_keyledger_v1_Grant | null);
  'position'?: (string);
}

export interface VerifyResponse__Output {
  'allowed': (boolean);
  'reasonCode': (string);
  'grant': (_keyledger_v1_Grant__Output | null);
  'position': (string);
}
