// Original file: keyledger/v1/key_reports.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { BusyHour as _keyledger_v1_BusyHour, BusyHour__Output as _keyledger_v1_BusyHour__Output } from '../../keyledger/v1/BusyHour.ts';

export interface Notice {
  'kind'?: (string);
  'organizationId'?: (string);
  'keyId'?: (string);
  'keyName'?: (string);
  'since'?: (_google_protobuf_Timestamp | null);
  'until'?: (_google_protobuf_Timestamp | null);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
  'secretCreatedAt'?: (_google_protobuf_Timestamp | null);
  'lastUsedAt'?: (_google_protobuf_Timestamp | null);
  'busyHour'?: (_keyledger_v1_BusyHour | null);
}

export interface Notice__Output {
  'kind': (string);
  'organizationId': (string);
  'keyId': (string);
  'keyName': (string);
  'since': (_google_protobuf_Timestamp__Output | null);
  'until': (_google_protobuf_Timestamp__Output | null);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
  'secretCreatedAt': (_google_protobuf_Timestamp__Output | null);
  'lastUsedAt': (_google_protobuf_Timestamp__Output | null);
  'busyHour': (_keyledger_v1_BusyHour__Output | null);
}
