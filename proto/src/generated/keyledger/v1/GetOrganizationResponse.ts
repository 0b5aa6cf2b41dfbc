// Original file: keyledger/v1/key_lifecycle.proto

import type { Organization as _keyledger_v1_Organization, Organization__Output as _keyledger_v1_Organization__Output } from '../../keyledger/v1/Organization.ts';

export interface GetOrganizationResponse {
  'organization'?: (_keyledger_v1_Organization | null);
}

export interface GetOrganizationResponse__Output {
  'organization': (_keyledger_v1_Organization__Output | null);
}
