// Original file: keyledger/v1/key_lifecycle.proto

import type { CommandOptions as _keyledger_v1_CommandOptions, CommandOptions__Output as _keyledger_v1_CommandOptions__Output } from '../../keyledger/v1/CommandOptions.ts';
import type { NameList as _keyledger_v1_NameList, NameList__Output as _keyledger_v1_NameList__Output } from '../../keyledger/v1/NameList.ts';

export interface CreateOrganizationRequest {
  'options'?: (_keyledger_v1_CommandOptions | null);
  'name'?: (string);
  'slug'?: (string);
  'routes'?: (_keyledger_v1_NameList | null);
  'environments'?: (_keyledger_v1_NameList | null);
  'tier'?: (string);
  'demo'?: (boolean);
}

export interface CreateOrganizationRequest__Output {
  'options': (_keyledger_v1_CommandOptions__Output | null);
  'name': (string);
  'slug': (string);
  'routes': (_keyledger_v1_NameList__Output | null);
  'environments': (_keyledger_v1_NameList__Output | null);
  'tier': (string);
  'demo': (boolean);
}
