// Original file: keyledger/v1/verifier.proto

import type { Long } from '@grpc/proto-loader';

export interface GrantOrganization {
  'id'?: (string);
  'state'?: (string);
  'routes'?: (string)[];
  'environments'?: (string)[];
  'demo'?: (boolean);
  'version'?: (number | string | Long);
  'slug'?: (string);
  'tier'?: (string);
}

export interface GrantOrganization__Output {
  'id': (string);
  'state': (string);
  'routes': (string)[];
  'environments': (string)[];
  'demo': (boolean);
  'version': (number);
  'slug': (string);
  'tier': (string);
}
