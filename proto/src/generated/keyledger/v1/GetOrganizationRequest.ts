// Original file: keyledger/v1/key_lifecycle.proto


export interface GetOrganizationRequest {
  'id'?: (string);
  'atLeast'?: (string);
}

export interface GetOrganizationRequest__Output {
  'id': (string);
  'atLeast': (string);
}
