// Original file: keyledger/v1/ledger.proto


export interface Actor {
  'subject'?: (string);
  'kind'?: (string);
  'address'?: (string);
}

export interface Actor__Output {
  'subject': (string);
  'kind': (string);
  'address': (string);
}
