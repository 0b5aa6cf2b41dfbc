// Original file: keyledger/v1/verifier.proto

import type { GrantOrganization as _keyledger_v1_GrantOrganization, GrantOrganization__Output as _keyledger_v1_GrantOrganization__Output } from '../../keyledger/v1/GrantOrganization.ts';
import type { GrantRestrictions as _keyledger_v1_GrantRestrictions, GrantRestrictions__Output as _keyledger_v1_GrantRestrictions__Output } from '../../keyledger/v1/GrantRestrictions.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { GrantLimits as _keyledger_v1_GrantLimits, GrantLimits__Output as _keyledger_v1_GrantLimits__Output } from '../../keyledger/v1/GrantLimits.ts';
import type { Long } from '@grpc/proto-loader';

export interface Grant {
  'keyId'?: (string);
  'version'?: (number | string | Long);
  'organization'?: (_keyledger_v1_GrantOrganization | null);
  'kind'?: (string);
  'holder'?: (string);
  'environment'?: (string);
  'scopes'?: (string)[];
  'restrictions'?: (_keyledger_v1_GrantRestrictions | null);
  'tier'?: (string);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
  'secretEndsAt'?: (_google_protobuf_Timestamp | null);
  'secretRetired'?: (boolean);
  'state'?: (string);
  'limits'?: (_keyledger_v1_GrantLimits | null);
}

export interface Grant__Output {
  'keyId': (string);
  'version': (number);
  'organization': (_keyledger_v1_GrantOrganization__Output | null);
  'kind': (string);
  'holder': (string);
  'environment': (string);
  'scopes': (string)[];
  'restrictions': (_keyledger_v1_GrantRestrictions__Output | null);
  'tier': (string);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
  'secretEndsAt': (_google_protobuf_Timestamp__Output | null);
  'secretRetired': (boolean);
  'state': (string);
  'limits': (_keyledger_v1_GrantLimits__Output | null);
}
