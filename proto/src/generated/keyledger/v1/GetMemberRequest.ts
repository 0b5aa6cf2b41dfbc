// Original file: keyledger/v1/key_lifecycle.proto


export interface GetMemberRequest {
  'organizationId'?: (string);
  'id'?: (string);
  'atLeast'?: (string);
}

export interface GetMemberRequest__Output {
  'organizationId': (string);
  'id': (string);
  'atLeast': (string);
}
