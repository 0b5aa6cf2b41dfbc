// Original file: keyledger/v1/key_lifecycle.proto


export interface GetWebhookHistoryRequest {
  'organizationId'?: (string);
  'id'?: (string);
  'limit'?: (number);
  'cursor'?: (string);
  'atLeast'?: (string);
}

export interface GetWebhookHistoryRequest__Output {
  'organizationId': (string);
  'id': (string);
  'limit': (number);
  'cursor': (string);
  'atLeast': (string);
}
