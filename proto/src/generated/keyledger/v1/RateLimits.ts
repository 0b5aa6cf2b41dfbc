// Original file: keyledger/v1/ledger.proto


export interface RateLimits {
  'perHour'?: (number);
  'burst'?: (number);
  'overage'?: (boolean);
}

export interface RateLimits__Output {
  'perHour': (number);
  'burst': (number);
  'overage': (boolean);
}
