// Original file: keyledger/v1/usage.proto

import type { Long } from '@grpc/proto-loader';

export interface UsageRow {
  'minuteMs'?: (number | string | Long);
  'keyId'?: (string);
  'organizationId'?: (string);
  'route'?: (string);
  'scopes'?: (string)[];
  'status'?: (number);
  'country'?: (string);
  'requests'?: (number | string | Long);
  'bytesIn'?: (number | string | Long);
  'bytesOut'?: (number | string | Long);
  'lastUsedAtMs'?: (number | string | Long);
  'latencySumUs'?: (number | string | Long);
  'latencyBuckets'?: (number)[];
  'latencyCounts'?: (number | string | Long)[];
}

export interface UsageRow__Output {
  'minuteMs': (number);
  'keyId': (string);
  'organizationId': (string);
  'route': (string);
  'scopes': (string)[];
  'status': (number);
  'country': (string);
  'requests': (number);
  'bytesIn': (number);
  'bytesOut': (number);
  'lastUsedAtMs': (number);
  'latencySumUs': (number);
  'latencyBuckets': (number)[];
  'latencyCounts': (number)[];
}
