// Original file: keyledger/v1/verifier.proto

import type { GrantLimits as _keyledger_v1_GrantLimits, GrantLimits__Output as _keyledger_v1_GrantLimits__Output } from '../../keyledger/v1/GrantLimits.ts';
import type { Long } from '@grpc/proto-loader';

export interface GrantOrganization {
  'id'?: (string);
  'state'?: (string);
  'routes'?: (string)[];
  'environments'?: (string)[];
  'demo'?: (boolean);
  'version'?: (number | string | Long);
  'slug'?: (string);
  'tier'?: (string);
  'limits'?: (_keyledger_v1_GrantLimits | null);
}

export interface GrantOrganization__Output {
  'id': (string);
  'state': (string);
  'routes': (string)[];
  'environments': (string)[];
  'demo': (boolean);
  'version': (number);
  'slug': (string);
  'tier': (string);
  'limits': (_keyledger_v1_GrantLimits__Output | null);
}
