// Original file: keyledger/v1/key_lifecycle.proto


export interface NameList {
  'names'?: (string)[];
}

export interface NameList__Output {
  'names': (string)[];
}
