// Original file: keyledger/v1/verifier.proto


export interface GrantLimits {
  'perHour'?: (number);
  'burst'?: (number);
  'overage'?: (boolean);
}

export interface GrantLimits__Output {
  'perHour': (number);
  'burst': (number);
  'overage': (boolean);
}
