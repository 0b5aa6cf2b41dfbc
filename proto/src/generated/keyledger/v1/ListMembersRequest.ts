// Original file: keyledger/v1/key_lifecycle.proto


export interface ListMembersRequest {
  'organizationId'?: (string);
  'limit'?: (number);
  'cursor'?: (string);
  'state'?: (string);
  'atLeast'?: (string);
}

export interface ListMembersRequest__Output {
  'organizationId': (string);
  'limit': (number);
  'cursor': (string);
  'state': (string);
  'atLeast': (string);
}
