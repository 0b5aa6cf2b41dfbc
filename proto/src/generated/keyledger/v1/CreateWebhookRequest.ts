// Original file: keyledger/v1/key_lifecycle.proto

import type { CommandOptions as _keyledger_v1_CommandOptions, CommandOptions__Output as _keyledger_v1_CommandOptions__Output } from '../../keyledger/v1/CommandOptions.ts';
import type { NameList as _keyledger_v1_NameList, NameList__Output as _keyledger_v1_NameList__Output } from '../../keyledger/v1/NameList.ts';

export interface CreateWebhookRequest {
  'options'?: (_keyledger_v1_CommandOptions | null);
  'organizationId'?: (string);
  'url'?: (string);
  'kinds'?: (_keyledger_v1_NameList | null);
  'description'?: (string);
}

export interface CreateWebhookRequest__Output {
  'options': (_keyledger_v1_CommandOptions__Output | null);
  'organizationId': (string);
  'url': (string);
  'kinds': (_keyledger_v1_NameList__Output | null);
  'description': (string);
}
