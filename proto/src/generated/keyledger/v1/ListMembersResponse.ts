// Original file: keyledger/v1/key_lifecycle.proto

import type { Member as _keyledger_v1_Member, Member__Output as _keyledger_v1_Member__Output } from '../../keyledger/v1/Member.ts';

export interface ListMembersResponse {
  'items'?: (_keyledger_v1_Member)[];
  'nextCursor'?: (string);
}

export interface ListMembersResponse__Output {
  'items': (_keyledger_v1_Member__Output)[];
  'nextCursor': (string);
}
