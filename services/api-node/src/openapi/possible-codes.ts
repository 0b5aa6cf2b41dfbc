import { type Profile, type Route, isReasonCode } from '@keyledger/domain';
import { OWN_CODES, type OwnCode, type PublicCode, type PublicError, publicError } from '../http/public-codes.ts';

/** Codes whose answer a request gets before it is known what it asks for, and of the connection under it. */
const BEFORE: readonly OwnCode[] = [
  'malformed_request',
  'headers_too_large',
  'payload_too_large',
  'request_timeout',
  'upgrade_not_supported',
  'expectation_failed',
];

const BEHIND: readonly OwnCode[] = ['upstream_unavailable', 'upstream_timeout', 'internal_error'];

/** Everything that a request of this route can be refused with, in the order of checks (systems.md). */
export function possibleCodes(profile: Profile, route: Route): readonly string[] {
  return [
    ...BEFORE,
    ...ofCredential(profile),
    ...ofKey(profile, route),
    ...ofQuery(route),
    ...route.refusals,
    ...BEHIND,
  ];
}

/** Checks 1 and 2. */
function ofCredential({ keyFormat }: Profile): PublicCode[] {
  const namesEnvironment = keyFormat.prefixes.some(({ environment }) => environment !== null);
  const codes: PublicCode[] = ['missing_bearer', 'malformed_token', 'api_keys_disabled'];
  return namesEnvironment ? [...codes, 'test_prefix_not_allowed'] : codes;
}

/** Checks 3 to 8. */
function ofKey(profile: Profile, route: Route): PublicCode[] {
  const codes: PublicCode[] = ['digest_key_unavailable', 'invalid_key', 'revoked_key', 'expired_key', 'disabled_key'];
  codes.push('ip_not_allowed', 'origin_not_allowed');
  if (refusesSomeKind(profile, route)) codes.push('key_kind_not_allowed');
  if (route.holder === 'organization') codes.push('org_scope_only_required');
  codes.push('organization_not_allowlisted', 'route_not_allowed');
  if (route.scopes.length > 0) codes.push('missing_scope');
  return [...codes, 'rate_limited'];
}

/** Of the kinds of keys that there are. */
function refusesSomeKind({ keyFormat, cors }: Profile, { kinds }: Route): boolean {
  const refusesSecret = !kinds.includes('secret') || cors?.refuseSecretKeys === true;
  return keyFormat.prefixes.some(({ kind }) => (kind === 'secret' ? refusesSecret : !kinds.includes(kind)));
}

/** Check 9; what no one can read is `invalid_query` whatever the parameters are. */
function ofQuery({ query }: Route): PublicCode[] {
  if (query === 'any') return [];
  return [...new Set(['unsupported_filter', ...query.parameters.map(({ code }) => code), 'invalid_query'] as const)];
}

/** Also of a code that the upstream has of its own: those are all of the not-found class. */
export function errorOf(code: string, { errors }: Profile): PublicError {
  if (isReasonCode(code) || isOwnCode(code)) return publicError(code, errors);
  const what = code.replace(/_not_found$/, '').replaceAll('_', ' ');
  return { error: 'public_api_not_found', status: 404, message: `The ${what} was not found.` };
}

const isOwnCode = (code: string): code is OwnCode => Object.hasOwn(OWN_CODES, code);
