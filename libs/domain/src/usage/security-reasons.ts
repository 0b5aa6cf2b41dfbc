import type { ReasonCode } from '../authorize/reason-codes.ts';

/** What kind of thing a security event is (systems.md, S3). */
export const SECURITY_CATEGORIES = [
  'failed_authentication',
  'permission',
  'domain_violation',
  'ip_restriction',
  'rate_limit',
  'key_in_query',
] as const;
export type SecurityCategory = (typeof SECURITY_CATEGORIES)[number];

/** The category of each reason; null: no security event, since it tells of a mistake or of our own trouble. */
const CATEGORY_OF: Readonly<Record<ReasonCode | 'key_in_query', SecurityCategory | null>> = {
  missing_bearer: 'failed_authentication',
  malformed_token: 'failed_authentication',
  invalid_key: 'failed_authentication',
  disabled_key: 'failed_authentication',
  expired_key: 'failed_authentication',
  revoked_key: 'failed_authentication',
  test_prefix_not_allowed: 'failed_authentication',
  api_keys_disabled: null,
  org_scope_only_required: 'permission',
  missing_scope: 'permission',
  route_not_allowed: 'permission',
  organization_not_allowlisted: 'permission',
  key_kind_not_allowed: 'permission',
  cross_organization_denied: 'permission',
  demo_training_denied: 'permission',
  ip_not_allowed: 'ip_restriction',
  origin_not_allowed: 'domain_violation',
  rate_limited: 'rate_limit',
  key_in_query: 'key_in_query',
  invalid_limit: null,
  invalid_offset: null,
  invalid_sort: null,
  invalid_query: null,
  unsupported_filter: null,
  encounter_not_found: null,
  document_not_found: null,
  transcript_not_found: null,
  audio_not_found: null,
  unsupported_document_type: null,
  audio_not_available_for_document: null,
  digest_key_unavailable: null,
  audio_storage_unavailable: null,
};

/** Null: no security event. */
export const categoryOf = (reason: string): SecurityCategory | null =>
  Object.hasOwn(CATEGORY_OF, reason) ? CATEGORY_OF[reason as keyof typeof CATEGORY_OF] : null;

/** The reasons of one category. */
export const reasonsOf = (category: SecurityCategory): readonly string[] =>
  Object.entries(CATEGORY_OF).flatMap(([reason, of]) => (of === category ? [reason] : []));
