// Original file: keyledger/v1/key_lifecycle.proto

import type { CommandOptions as _keyledger_v1_CommandOptions, CommandOptions__Output as _keyledger_v1_CommandOptions__Output } from '../../keyledger/v1/CommandOptions.ts';

export interface RemoveWebhookRequest {
  'options'?: (_keyledger_v1_CommandOptions | null);
  'organizationId'?: (string);
  'id'?: (string);
}

export interface RemoveWebhookRequest__Output {
  'options': (_keyledger_v1_CommandOptions__Output | null);
  'organizationId': (string);
  'id': (string);
}
