// Original file: keyledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface TokenCreated {
  'organizationId'?: (string);
  'name'?: (string);
  'role'?: (string);
  'expiresAtMs'?: (number | string | Long);
  'digest'?: (Buffer | Uint8Array | string);
  'last4'?: (string);
  '_expiresAtMs'?: "expiresAtMs";
}

export interface TokenCreated__Output {
  'organizationId': (string);
  'name': (string);
  'role': (string);
  'expiresAtMs'?: (number);
  'digest': (Buffer);
  'last4': (string);
  '_expiresAtMs'?: "expiresAtMs";
}
