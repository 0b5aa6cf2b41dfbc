// Original file: keyledger/v1/ledger.proto


export interface MemberRoleChanged {
  'role'?: (string);
}

export interface MemberRoleChanged__Output {
  'role': (string);
}
