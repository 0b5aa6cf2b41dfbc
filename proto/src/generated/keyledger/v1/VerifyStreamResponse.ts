// Original file: keyledger/v1/verifier.proto

import type { VerifyResponse as _keyledger_v1_VerifyResponse, VerifyResponse__Output as _keyledger_v1_VerifyResponse__Output } from '../../keyledger/v1/VerifyResponse.ts';
import type { Long } from '@grpc/proto-loader';

export interface VerifyStreamResponse {
  'id'?: (number | string | Long);
  'responses'?: (_keyledger_v1_VerifyResponse)[];
}

export interface VerifyStreamResponse__Output {
  'id': (number);
  'responses': (_keyledger_v1_VerifyResponse__Output)[];
}
