// Original file: keyledger/v1/key_lifecycle.proto

import type { Organization as _keyledger_v1_Organization, Organization__Output as _keyledger_v1_Organization__Output } from '../../keyledger/v1/Organization.ts';

export interface ListOrganizationsResponse {
  'items'?: (_keyledger_v1_Organization)[];
  'nextCursor'?: (string);
}

export interface ListOrganizationsResponse__Output {
  'items': (_keyledger_v1_Organization__Output)[];
  'nextCursor': (string);
}
