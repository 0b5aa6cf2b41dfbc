// Original file: keyledger/v1/ledger.proto

import type { StringList as _keyledger_v1_StringList, StringList__Output as _keyledger_v1_StringList__Output } from '../../keyledger/v1/StringList.ts';
import type { Restrictions as _keyledger_v1_Restrictions, Restrictions__Output as _keyledger_v1_Restrictions__Output } from '../../keyledger/v1/Restrictions.ts';
import type { Metadata as _keyledger_v1_Metadata, Metadata__Output as _keyledger_v1_Metadata__Output } from '../../keyledger/v1/Metadata.ts';
import type { RateLimits as _keyledger_v1_RateLimits, RateLimits__Output as _keyledger_v1_RateLimits__Output } from '../../keyledger/v1/RateLimits.ts';
import type { Long } from '@grpc/proto-loader';

export interface KeyUpdated {
  'name'?: (string);
  'scopes'?: (_keyledger_v1_StringList | null);
  'restrictions'?: (_keyledger_v1_Restrictions | null);
  'tier'?: (string);
  'metadata'?: (_keyledger_v1_Metadata | null);
  'expiresAtMs'?: (number | string | Long);
  'expiresNever'?: (boolean);
  'limits'?: (_keyledger_v1_RateLimits | null);
  'limitsRemoved'?: (boolean);
  '_name'?: "name";
  '_tier'?: "tier";
  '_expiresAtMs'?: "expiresAtMs";
}

export interface KeyUpdated__Output {
  'name'?: (string);
  'scopes': (_keyledger_v1_StringList__Output | null);
  'restrictions': (_keyledger_v1_Restrictions__Output | null);
  'tier'?: (string);
  'metadata': (_keyledger_v1_Metadata__Output | null);
  'expiresAtMs'?: (number);
  'expiresNever': (boolean);
  'limits': (_keyledger_v1_RateLimits__Output | null);
  'limitsRemoved': (boolean);
  '_name'?: "name";
  '_tier'?: "tier";
  '_expiresAtMs'?: "expiresAtMs";
}
