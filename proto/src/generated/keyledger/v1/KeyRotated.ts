// Original file: keyledger/v1/ledger.proto

import type { SecretDigest as _keyledger_v1_SecretDigest, SecretDigest__Output as _keyledger_v1_SecretDigest__Output } from '../../keyledger/v1/SecretDigest.ts';
import type { Long } from '@grpc/proto-loader';

export interface KeyRotated {
  'secret'?: (_keyledger_v1_SecretDigest | null);
  'overlapEndsAtMs'?: (number | string | Long);
  '_overlapEndsAtMs'?: "overlapEndsAtMs";
}

export interface KeyRotated__Output {
  'secret': (_keyledger_v1_SecretDigest__Output | null);
  'overlapEndsAtMs'?: (number);
  '_overlapEndsAtMs'?: "overlapEndsAtMs";
}
