// Original file: keyledger/v1/key_lifecycle.proto

import type { Webhook as _keyledger_v1_Webhook, Webhook__Output as _keyledger_v1_Webhook__Output } from '../../keyledger/v1/Webhook.ts';
import type { Applied as _keyledger_v1_Applied, Applied__Output as _keyledger_v1_Applied__Output } from '../../keyledger/v1/Applied.ts';

export interface CreateWebhookResponse {
  'webhook'?: (_keyledger_v1_Webhook | null);
  'secret'?: (string);
  'applied'?: (_keyledger_v1_Applied | null);
}

export interface CreateWebhookResponse__Output {
  'webhook': (_keyledger_v1_Webhook__Output | null);
  'secret': (string);
  'applied': (_keyledger_v1_Applied__Output | null);
}
