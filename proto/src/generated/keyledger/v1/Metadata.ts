// Original file: keyledger/v1/ledger.proto


export interface Metadata {
  'entries'?: ({[key: string]: string});
}

export interface Metadata__Output {
  'entries': ({[key: string]: string});
}
