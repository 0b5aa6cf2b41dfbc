// Original file: keyledger/v1/key_lifecycle.proto

import type { Member as _keyledger_v1_Member, Member__Output as _keyledger_v1_Member__Output } from '../../keyledger/v1/Member.ts';
import type { Applied as _keyledger_v1_Applied, Applied__Output as _keyledger_v1_Applied__Output } from '../../keyledger/v1/Applied.ts';

export interface PutMemberResponse {
  'member'?: (_keyledger_v1_Member | null);
  'applied'?: (_keyledger_v1_Applied | null);
  'created'?: (boolean);
}

export interface PutMemberResponse__Output {
  'member': (_keyledger_v1_Member__Output | null);
  'applied': (_keyledger_v1_Applied__Output | null);
  'created': (boolean);
}
