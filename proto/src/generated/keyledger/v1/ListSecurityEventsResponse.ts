// Original file: keyledger/v1/key_lifecycle.proto

import type { SecurityEvent as _keyledger_v1_SecurityEvent, SecurityEvent__Output as _keyledger_v1_SecurityEvent__Output } from '../../keyledger/v1/SecurityEvent.ts';

export interface ListSecurityEventsResponse {
  'items'?: (_keyledger_v1_SecurityEvent)[];
  'nextCursor'?: (string);
}

export interface ListSecurityEventsResponse__Output {
  'items': (_keyledger_v1_SecurityEvent__Output)[];
  'nextCursor': (string);
}
