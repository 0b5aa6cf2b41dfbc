// Original file: keyledger/v1/ledger.proto

import type { RateLimits as _keyledger_v1_RateLimits, RateLimits__Output as _keyledger_v1_RateLimits__Output } from '../../keyledger/v1/RateLimits.ts';

export interface OrganizationCreated {
  'name'?: (string);
  'slug'?: (string);
  'routes'?: (string)[];
  'environments'?: (string)[];
  'tier'?: (string);
  'demo'?: (boolean);
  'limits'?: (_keyledger_v1_RateLimits | null);
}

export interface OrganizationCreated__Output {
  'name': (string);
  'slug': (string);
  'routes': (string)[];
  'environments': (string)[];
  'tier': (string);
  'demo': (boolean);
  'limits': (_keyledger_v1_RateLimits__Output | null);
}
