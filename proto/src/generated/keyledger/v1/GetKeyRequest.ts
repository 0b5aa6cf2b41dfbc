// Original file: keyledger/v1/key_lifecycle.proto


export interface GetKeyRequest {
  'id'?: (string);
  'atLeast'?: (string);
}

export interface GetKeyRequest__Output {
  'id': (string);
  'atLeast': (string);
}
