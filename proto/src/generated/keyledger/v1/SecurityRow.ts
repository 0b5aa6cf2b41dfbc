// Original file: keyledger/v1/usage.proto

import type { Long } from '@grpc/proto-loader';

export interface SecurityRow {
  'minuteMs'?: (number | string | Long);
  'reason'?: (string);
  'source'?: (string);
  'keyId'?: (string);
  'organizationId'?: (string);
  'count'?: (number | string | Long);
}

export interface SecurityRow__Output {
  'minuteMs': (number);
  'reason': (string);
  'source': (string);
  'keyId': (string);
  'organizationId': (string);
  'count': (number);
}
