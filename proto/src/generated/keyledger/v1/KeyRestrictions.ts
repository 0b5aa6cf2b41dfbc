// Original file: keyledger/v1/key_lifecycle.proto


export interface KeyRestrictions {
  'ips'?: (string)[];
  'origins'?: (string)[];
}

export interface KeyRestrictions__Output {
  'ips': (string)[];
  'origins': (string)[];
}
