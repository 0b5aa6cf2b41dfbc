// Original file: keyledger/v1/key_lifecycle.proto


export interface GetTokenHistoryRequest {
  'organizationId'?: (string);
  'id'?: (string);
  'limit'?: (number);
  'cursor'?: (string);
  'atLeast'?: (string);
}

export interface GetTokenHistoryRequest__Output {
  'organizationId': (string);
  'id': (string);
  'limit': (number);
  'cursor': (string);
  'atLeast': (string);
}
