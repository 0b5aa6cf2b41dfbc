// Original file: keyledger/v1/key_lifecycle.proto

import type { HistoryEvent as _keyledger_v1_HistoryEvent, HistoryEvent__Output as _keyledger_v1_HistoryEvent__Output } from '../../keyledger/v1/HistoryEvent.ts';

export interface GetWebhookHistoryResponse {
  'items'?: (_keyledger_v1_HistoryEvent)[];
  'nextCursor'?: (string);
}

export interface GetWebhookHistoryResponse__Output {
  'items': (_keyledger_v1_HistoryEvent__Output)[];
  'nextCursor': (string);
}
