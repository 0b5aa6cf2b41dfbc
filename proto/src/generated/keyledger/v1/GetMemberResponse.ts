// Original file: keyledger/v1/key_lifecycle.proto

import type { Member as _keyledger_v1_Member, Member__Output as _keyledger_v1_Member__Output } from '../../keyledger/v1/Member.ts';

export interface GetMemberResponse {
  'member'?: (_keyledger_v1_Member | null);
}

export interface GetMemberResponse__Output {
  'member': (_keyledger_v1_Member__Output | null);
}
