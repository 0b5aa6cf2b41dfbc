// Original file: keyledger/v1/key_lifecycle.proto

import type { Webhook as _keyledger_v1_Webhook, Webhook__Output as _keyledger_v1_Webhook__Output } from '../../keyledger/v1/Webhook.ts';

export interface ListWebhooksResponse {
  'items'?: (_keyledger_v1_Webhook)[];
  'nextCursor'?: (string);
}

export interface ListWebhooksResponse__Output {
  'items': (_keyledger_v1_Webhook__Output)[];
  'nextCursor': (string);
}
