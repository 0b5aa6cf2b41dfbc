// Original file: keyledger/v1/key_lifecycle.proto

import type { CommandOptions as _keyledger_v1_CommandOptions, CommandOptions__Output as _keyledger_v1_CommandOptions__Output } from '../../keyledger/v1/CommandOptions.ts';
import type { NameList as _keyledger_v1_NameList, NameList__Output as _keyledger_v1_NameList__Output } from '../../keyledger/v1/NameList.ts';
import type { Limits as _keyledger_v1_Limits, Limits__Output as _keyledger_v1_Limits__Output } from '../../keyledger/v1/Limits.ts';

export interface CreateOrganizationRequest {
  'options'?: (_keyledger_v1_CommandOptions | null);
  'name'?: (string);
  'slug'?: (string);
  'routes'?: (_keyledger_v1_NameList | null);
  'environments'?: (_keyledger_v1_NameList | null);
  'tier'?: (string);
  'demo'?: (boolean);
  'limits'?: (_keyledger_v1_Limits | null);
}

export interface CreateOrganizationRequest__Output {
  'options': (_keyledger_v1_CommandOptions__Output | null);
  'name': (string);
  'slug': (string);
  'routes': (_keyledger_v1_NameList__Output | null);
  'environments': (_keyledger_v1_NameList__Output | null);
  'tier': (string);
  'demo': (boolean);
  'limits': (_keyledger_v1_Limits__Output | null);
}
