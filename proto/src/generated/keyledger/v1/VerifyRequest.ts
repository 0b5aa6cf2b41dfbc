// Original file: keyledger/v1/verifier.proto


export interface VerifyRequest {
  'secret'?: (string);
  'scopes'?: (string)[];
  'route'?: (string);
  'clientAddress'?: (string);
  'origin'?: (string);
  'atLeast'?: (string);
  'organizationHolderRequired'?: (boolean);
  'secretKindRequired'?: (boolean);
  'secretKindRefused'?: (boolean);
}

export interface VerifyRequest__Output {
  'secret': (string);
  'scopes': (string)[];
  'route': (string);
  'clientAddress': (string);
  'origin': (string);
  'atLeast': (string);
  'organizationHolderRequired': (boolean);
  'secretKindRequired': (boolean);
  'secretKindRefused': (boolean);
}
