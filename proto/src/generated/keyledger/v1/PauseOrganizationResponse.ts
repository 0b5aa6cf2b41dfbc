// Original file: keyledger/v1/key_lifecycle.proto

import type { Organization as _keyledger_v1_Organization, Organization__Output as _keyledger_v1_Organization__Output } from '../../keyledger/v1/Organization.ts';
import type { Applied as _keyledger_v1_Applied, Applied__Output as _keyledger_v1_Applied__Output } from '../../keyledger/v1/Applied.ts';

export interface PauseOrganizationResponse {
  'organization'?: (_keyledger_v1_Organization | null);
  'applied'?: (_keyledger_v1_Applied | null);
}

export interface PauseOrganizationResponse__Output {
  'organization': (_keyledger_v1_Organization__Output | null);
  'applied': (_keyledger_v1_Applied__Output | null);
}
