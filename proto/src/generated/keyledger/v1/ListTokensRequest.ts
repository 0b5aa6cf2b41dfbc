// Original file: keyledger/v1/key_lifecycle.proto


export interface ListTokensRequest {
  'organizationId'?: (string);
  'limit'?: (number);
  'cursor'?: (string);
  'atLeast'?: (string);
}

export interface ListTokensRequest__Output {
  'organizationId': (string);
  'limit': (number);
  'cursor': (string);
  'atLeast': (string);
}
