// Original file: keyledger/v1/verifier.proto

import type { VerifyRequest as _keyledger_v1_VerifyRequest, VerifyRequest__Output as _keyledger_v1_VerifyRequest__Output } from '../../keyledger/v1/VerifyRequest.ts';

export interface BatchVerifyRequest {
  'requests'?: (_keyledger_v1_VerifyRequest)[];
}

export interface BatchVerifyRequest__Output {
  'requests': (_keyledger_v1_VerifyRequest__Output)[];
}
