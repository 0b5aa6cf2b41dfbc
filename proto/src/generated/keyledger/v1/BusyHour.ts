// Original file: keyledger/v1/key_reports.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

export interface BusyHour {
  'start'?: (_google_protobuf_Timestamp | null);
  'requests'?: (number | string | Long);
  'perHour'?: (number | string);
}

export interface BusyHour__Output {
  'start': (_google_protobuf_Timestamp__Output | null);
  'requests': (number);
  'perHour': (number);
}
