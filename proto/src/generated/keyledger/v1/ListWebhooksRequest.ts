// Original file: keyledger/v1/key_lifecycle.proto


export interface ListWebhooksRequest {
  'organizationId'?: (string);
  'limit'?: (number);
  'cursor'?: (string);
  'atLeast'?: (string);
}

export interface ListWebhooksRequest__Output {
  'organizationId': (string);
  'limit': (number);
  'cursor': (string);
  'atLeast': (string);
}
