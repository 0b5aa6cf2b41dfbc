// Original file: keyledger/v1/ledger.proto


export interface MemberAdded {
  'organizationId'?: (string);
  'subject'?: (string);
  'role'?: (string);
}

export interface MemberAdded__Output {
  'organizationId': (string);
  'subject': (string);
  'role': (string);
}
