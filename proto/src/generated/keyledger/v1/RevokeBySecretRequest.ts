// Original file: keyledger/v1/key_lifecycle.proto


export interface RevokeBySecretRequest {
  'secret'?: (string);
  'clientAddress'?: (string);
}

export interface RevokeBySecretRequest__Output {
  'secret': (string);
  'clientAddress': (string);
}
