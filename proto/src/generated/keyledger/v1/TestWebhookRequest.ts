// Original file: keyledger/v1/key_lifecycle.proto


export interface TestWebhookRequest {
  'organizationId'?: (string);
  'id'?: (string);
}

export interface TestWebhookRequest__Output {
  'organizationId': (string);
  'id': (string);
}
