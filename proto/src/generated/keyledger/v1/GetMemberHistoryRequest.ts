// Original file: keyledger/v1/key_lifecycle.proto


export interface GetMemberHistoryRequest {
  'organizationId'?: (string);
  'id'?: (string);
  'limit'?: (number);
  'cursor'?: (string);
  'atLeast'?: (string);
}

export interface GetMemberHistoryRequest__Output {
  'organizationId': (string);
  'id': (string);
  'limit': (number);
  'cursor': (string);
  'atLeast': (string);
}
