// Original file: keyledger/v1/key_lifecycle.proto


export interface Principal {
  'subject'?: (string);
  'kind'?: (string);
}

export interface Principal__Output {
  'subject': (string);
  'kind': (string);
}
