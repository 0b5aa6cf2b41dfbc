// Original file: keyledger/v1/key_lifecycle.proto


export interface GetWebhookRequest {
  'organizationId'?: (string);
  'id'?: (string);
  'atLeast'?: (string);
}

export interface GetWebhookRequest__Output {
  'organizationId': (string);
  'id': (string);
  'atLeast': (string);
}
