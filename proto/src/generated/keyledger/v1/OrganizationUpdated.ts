// Original file: keyledger/v1/ledger.proto

import type { StringList as _keyledger_v1_StringList, StringList__Output as _keyledger_v1_StringList__Output } from '../../keyledger/v1/StringList.ts';
import type { RateLimits as _keyledger_v1_RateLimits, RateLimits__Output as _keyledger_v1_RateLimits__Output } from '../../keyledger/v1/RateLimits.ts';

export interface OrganizationUpdated {
  'name'?: (string);
  'routes'?: (_keyledger_v1_StringList | null);
  'environments'?: (_keyledger_v1_StringList | null);
  'tier'?: (string);
  'demo'?: (boolean);
  'limits'?: (_keyledger_v1_RateLimits | null);
  'limitsRemoved'?: (boolean);
  '_name'?: "name";
  '_tier'?: "tier";
  '_demo'?: "demo";
}

export interface OrganizationUpdated__Output {
  'name'?: (string);
  'routes': (_keyledger_v1_StringList__Output | null);
  'environments': (_keyledger_v1_StringList__Output | null);
  'tier'?: (string);
  'demo'?: (boolean);
  'limits': (_keyledger_v1_RateLimits__Output | null);
  'limitsRemoved': (boolean);
  '_name'?: "name";
  '_tier'?: "tier";
  '_demo'?: "demo";
}
