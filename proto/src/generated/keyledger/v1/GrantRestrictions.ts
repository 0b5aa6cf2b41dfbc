// Original file: keyledger/v1/verifier.proto


export interface GrantRestrictions {
  'ips'?: (string)[];
  'origins'?: (string)[];
}

export interface GrantRestrictions__Output {
  'ips': (string)[];
  'origins': (string)[];
}
