// Original file: keyledger/v1/key_lifecycle.proto

import type { CommandOptions as _keyledger_v1_CommandOptions, CommandOptions__Output as _keyledger_v1_CommandOptions__Output } from '../../keyledger/v1/CommandOptions.ts';

export interface PutMemberRequest {
  'options'?: (_keyledger_v1_CommandOptions | null);
  'organizationId'?: (string);
  'subject'?: (string);
  'role'?: (string);
}

export interface PutMemberRequest__Output {
  'options': (_keyledger_v1_CommandOptions__Output | null);
  'organizationId': (string);
  'subject': (string);
  'role': (string);
}
