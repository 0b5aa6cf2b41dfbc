// Original file: keyledger/v1/ledger.proto


export interface SecretDigest {
  'digest'?: (Buffer | Uint8Array | string);
  'digestKeyId'?: (string);
  'prefix'?: (string);
  'last4'?: (string);
  'publicKey'?: (string);
}

export interface SecretDigest__Output {
  'digest': (Buffer);
  'digestKeyId': (string);
  'prefix': (string);
  'last4': (string);
  'publicKey': (string);
}
