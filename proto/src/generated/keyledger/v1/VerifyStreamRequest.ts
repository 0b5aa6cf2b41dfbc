// Original file: keyledger/v1/verifier.proto

import type { VerifyRequest as _keyledger_v1_VerifyRequest, VerifyRequest__Output as _keyledger_v1_VerifyRequest__Output } from '../../keyledger/v1/VerifyRequest.ts';
import type { Long } from '@grpc/proto-loader';

export interface VerifyStreamRequest {
  'id'?: (number | string | Long);
  'requests'?: (_keyledger_v1_VerifyRequest)[];
}

export interface VerifyStreamRequest__Output {
  'id': (number);
  'requests': (_keyledger_v1_VerifyRequest__Output)[];
}
