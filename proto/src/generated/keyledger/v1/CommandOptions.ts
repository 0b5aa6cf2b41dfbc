// Original file: keyledger/v1/key_lifecycle.proto


export interface CommandOptions {
  'idempotencyKey'?: (string);
  'reason'?: (string);
  'waitFor'?: (string);
}

export interface CommandOptions__Output {
  'idempotencyKey': (string);
  'reason': (string);
  'waitFor': (string);
}
