// Original file: keyledger/v1/key_lifecycle.proto

import type { HistoryEvent as _keyledger_v1_HistoryEvent, HistoryEvent__Output as _keyledger_v1_HistoryEvent__Output } from '../../keyledger/v1/HistoryEvent.ts';

export interface GetOrganizationHistoryResponse {
  'items'?: (_keyledger_v1_HistoryEvent)[];
  'nextCursor'?: (string);
}

export interface GetOrganizationHistoryResponse__Output {
  'items': (_keyledger_v1_HistoryEvent__Output)[];
  'nextCursor': (string);
}
