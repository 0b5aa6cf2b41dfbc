// Original file: keyledger/v1/ledger.proto


export interface WebhookCreated {
  'organizationId'?: (string);
  'url'?: (string);
  'kinds'?: (string)[];
  'digestKeyId'?: (string);
  'description'?: (string);
}

export interface WebhookCreated__Output {
  'organizationId': (string);
  'url': (string);
  'kinds': (string)[];
  'digestKeyId': (string);
  'description': (string);
}
