// Original file: keyledger/v1/key_lifecycle.proto


export interface GetKeyHistoryRequest {
  'id'?: (string);
  'limit'?: (number);
  'cursor'?: (string);
  'atLeast'?: (string);
}

export interface GetKeyHistoryRequest__Output {
  'id': (string);
  'limit': (number);
  'cursor': (string);
  'atLeast': (string);
}
