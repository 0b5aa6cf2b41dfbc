// Original file: keyledger/v1/key_lifecycle.proto


export interface KeyMetadata {
  'entries'?: ({[key: string]: string});
}

export interface KeyMetadata__Output {
  'entries': ({[key: string]: string});
}
