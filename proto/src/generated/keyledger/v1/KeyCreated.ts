// Original file: keyledger/v1/ledger.proto

import type { Restrictions as _keyledger_v1_Restrictions, Restrictions__Output as _keyledger_v1_Restrictions__Output } from '../../keyledger/v1/Restrictions.ts';
import type { SecretDigest as _keyledger_v1_SecretDigest, SecretDigest__Output as _keyledger_v1_SecretDigest__Output } from '../../keyledger/v1/SecretDigest.ts';
import type { RateLimits as _keyledger_v1_RateLimits, RateLimits__Output as _keyledger_v1_RateLimits__Output } from '../../keyledger/v1/RateLimits.ts';
import type { Long } from '@grpc/proto-loader';

export interface KeyCreated {
  'organizationId'?: (string);
  'name'?: (string);
  'kind'?: (string);
  'environment'?: (string);
  'holder'?: (string);
  'scopes'?: (string)[];
  'restrictions'?: (_keyledger_v1_Restrictions | null);
  'tier'?: (string);
  'metadata'?: ({[key: string]: string});
  'expiresAtMs'?: (number | string | Long);
  'secret'?: (_keyledger_v1_SecretDigest | null);
  'limits'?: (_keyledger_v1_RateLimits | null);
  '_expiresAtMs'?: "expiresAtMs";
}

export interface KeyCreated__Output {
  'organizationId': (string);
  'name': (string);
  'kind': (string);
  'environment': (string);
  'holder': (string);
  'scopes': (string)[];
  'restrictions': (_keyledger_v1_Restrictions__Output | null);
  'tier': (string);
  'metadata': ({[key: string]: string});
  'expiresAtMs'?: (number);
  'secret': (_keyledger_v1_SecretDigest__Output | null);
  'limits': (_keyledger_v1_RateLimits__Output | null);
  '_expiresAtMs'?: "expiresAtMs";
}
