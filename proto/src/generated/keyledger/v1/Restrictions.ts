// Original file: keyledger/v1/ledger.proto


export interface Restrictions {
  'ips'?: (string)[];
  'origins'?: (string)[];
}

export interface Restrictions__Output {
  'ips': (string)[];
  'origins': (string)[];
}
