// Original file: keyledger/v1/key_lifecycle.proto


export interface GetOrganizationHistoryRequest {
  'id'?: (string);
  'limit'?: (number);
  'cursor'?: (string);
  'atLeast'?: (string);
}

export interface GetOrganizationHistoryRequest__Output {
  'id': (string);
  'limit': (number);
  'cursor': (string);
  'atLeast': (string);
}
