// Original file: keyledger/v1/key_lifecycle.proto


export interface ListOrganizationsRequest {
  'limit'?: (number);
  'cursor'?: (string);
  'q'?: (string);
  'atLeast'?: (string);
}

export interface ListOrganizationsRequest__Output {
  'limit': (number);
  'cursor': (string);
  'q': (string);
  'atLeast': (string);
}
