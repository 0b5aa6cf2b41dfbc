// Original file: keyledger/v1/key_lifecycle.proto


export interface Limits {
  'perHour'?: (number);
  'burst'?: (number);
  'overage'?: (boolean);
}

export interface Limits__Output {
  'perHour': (number);
  'burst': (number);
  'overage': (boolean);
}
