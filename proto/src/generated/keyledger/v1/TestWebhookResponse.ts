// Original file: keyledger/v1/key_lifecycle.proto

import type { Webhook as _keyledger_v1_Webhook, Webhook__Output as _keyledger_v1_Webhook__Output } from '../../keyledger/v1/Webhook.ts';

export interface TestWebhookResponse {
  'webhook'?: (_keyledger_v1_Webhook | null);
}

export interface TestWebhookResponse__Output {
  'webhook': (_keyledger_v1_Webhook__Output | null);
}
