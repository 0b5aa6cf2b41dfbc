// Original file: keyledger/v1/verifier.proto

import type { VerifyResponse as _keyledger_v1_VerifyResponse, VerifyResponse__Output as _keyledger_v1_VerifyResponse__Output } from '../../keyledger/v1/VerifyResponse.ts';

export interface BatchVerifyResponse {
  'responses'?: (_keyledger_v1_VerifyResponse)[];
}

export interface BatchVerifyResponse__Output {
  'responses': (_keyledger_v1_VerifyResponse__Output)[];
}
