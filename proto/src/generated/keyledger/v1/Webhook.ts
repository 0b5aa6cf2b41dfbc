// Original file: keyledger/v1/key_lifecycle.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Principal as _keyledger_v1_Principal, Principal__Output as _keyledger_v1_Principal__Output } from '../../keyledger/v1/Principal.ts';
import type { WebhookDelivery as _keyledger_v1_WebhookDelivery, WebhookDelivery__Output as _keyledger_v1_WebhookDelivery__Output } from '../../keyledger/v1/WebhookDelivery.ts';
import type { Long } from '@grpc/proto-loader';

export interface Webhook {
  'id'?: (string);
  'organizationId'?: (string);
  'url'?: (string);
  'kinds'?: (string)[];
  'description'?: (string);
  'state'?: (string);
  'version'?: (number | string | Long);
  'createdAt'?: (_google_protobuf_Timestamp | null);
  'createdBy'?: (_keyledger_v1_Principal | null);
  'delivery'?: (_keyledger_v1_WebhookDelivery | null);
}

export interface Webhook__Output {
  'id': (string);
  'organizationId': (string);
  'url': (string);
  'kinds': (string)[];
  'description': (string);
  'state': (string);
  'version': (number);
  'createdAt': (_google_protobuf_Timestamp__Output | null);
  'createdBy': (_keyledger_v1_Principal__Output | null);
  'delivery': (_keyledger_v1_WebhookDelivery__Output | null);
}
