// Original file: keyledger/v1/key_lifecycle.proto

import type { Notice as _keyledger_v1_Notice, Notice__Output as _keyledger_v1_Notice__Output } from '../../keyledger/v1/Notice.ts';

export interface ListNoticesResponse {
  'items'?: (_keyledger_v1_Notice)[];
  'nextCursor'?: (string);
}

export interface ListNoticesResponse__Output {
  'items': (_keyledger_v1_Notice__Output)[];
  'nextCursor': (string);
}
