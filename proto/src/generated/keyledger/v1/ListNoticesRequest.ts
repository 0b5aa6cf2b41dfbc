// Original file: keyledger/v1/key_lifecycle.proto


export interface ListNoticesRequest {
  'limit'?: (number);
  'cursor'?: (string);
  'organizationId'?: (string);
  'kind'?: (string);
  'atLeast'?: (string);
}

export interface ListNoticesRequest__Output {
  'limit': (number);
  'cursor': (string);
  'organizationId': (string);
  'kind': (string);
  'atLeast': (string);
}
