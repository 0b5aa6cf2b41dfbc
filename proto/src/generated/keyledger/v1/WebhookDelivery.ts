// Original file: keyledger/v1/key_lifecycle.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { WebhookFailure as _keyledger_v1_WebhookFailure, WebhookFailure__Output as _keyledger_v1_WebhookFailure__Output } from '../../keyledger/v1/WebhookFailure.ts';
import type { Long } from '@grpc/proto-loader';

export interface WebhookDelivery {
  'state'?: (string);
  'lastDeliveredAt'?: (_google_protobuf_Timestamp | null);
  'lastFailure'?: (_keyledger_v1_WebhookFailure | null);
  'waiting'?: (number);
  'dropped'?: (number | string | Long);
}

export interface WebhookDelivery__Output {
  'state': (string);
  'lastDeliveredAt': (_google_protobuf_Timestamp__Output | null);
  'lastFailure': (_keyledger_v1_WebhookFailure__Output | null);
  'waiting': (number);
  'dropped': (number);
}
