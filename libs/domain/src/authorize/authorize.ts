import { isExpired } from '../key/key.ts';
import { contains, parseAddress, parseAddressRange } from './address.ts';
import type { Grant } from './grant.ts';
import { originAllowed } from './origin.ts';
import type { ReasonCode } from './reason-codes.ts';

/** What a request asks of a known key. */
export interface AccessRequest {
  /** All of them are needed. */
  readonly scopes: readonly string[];
  /** The route's name; null: not asked for; {@link NO_ROUTE}: there is none, and no key passes. */
  readonly route: string | null;
  /** The client's address as text; null: not known, and a key restricted to addresses is refused. */
  readonly clientAddress: string | null;
  /** The `Origin` header; empty: none was sent. */
  readonly origin: string;
  readonly secretKindRequired: boolean;
  readonly secretKindRefused: boolean;
  readonly organizationHolderRequired: boolean;
}

/** The name of no route: what is asked for fits none of the profile's. */
export const NO_ROUTE = '(none)';

/** Asks for nothing but a usable key. */
export const PLAIN_REQUEST: AccessRequest = {
  scopes: [],
  route: null,
  clientAddress: null,
  origin: '',
  secretKindRequired: false,
  secretKindRefused: false,
  organizationHolderRequired: false,
};

/** Checks 3 to 7 of systems.md in their order, at `now` (ms since the epoch), in `environment`; empty: allowed. */
export function authorize(grant: Grant, request: AccessRequest, environment: string, now: number): ReasonCode | '' {
  if (grant.environment !== environment) return 'invalid_key';
  return (
    unusable(grant, now) || restricted(grant, request) || outOfReach(grant, request) || missingScope(grant, request)
  );
}

/** Check 4: the key is usable now. */
function unusable(grant: Grant, now: number): ReasonCode | '' {
  if (grant.state === 'revoked' || grant.secretRetired || isExpired(grant.secretEndsAt, now)) return 'revoked_key';
  if (isExpired(grant.expiresAt, now)) return 'expired_key';
  if (grant.state === 'paused' || grant.organization.state === 'paused') return 'disabled_key';
  return '';
}

/** Check 5: the key's own restrictions. */
function restricted(grant: Grant, request: AccessRequest): ReasonCode | '' {
  const { ips, origins } = grant.restrictions;
  if (ips.length > 0 && !addressAllowed(ips, request.clientAddress)) return 'ip_not_allowed';
  if (origins.length > 0 && !originAllowed(origins, request.origin)) return 'origin_not_allowed';
  const { secretKindRequired, secretKindRefused } = request;
  if (grant.kind === 'public' ? secretKindRequired : secretKindRefused) return 'key_kind_not_allowed';
  return '';
}

function addressAllowed(entries: readonly string[], clientAddress: string | null): boolean {
  const address = clientAddress === null ? null : parseAddress(clientAddress);
  if (address === null) return false;
  return entries.some((entry) => {
    const range = parseAddressRange(entry);
    return range !== null && contains(range, address);
  });
}

/** Check 6: organization and route. */
function outOfReach(grant: Grant, request: AccessRequest): ReasonCode | '' {
  const { routes, environments } = grant.organization;
  if (request.organizationHolderRequired && grant.holder !== 'organization') return 'org_scope_only_required';
  if (routes.length === 0) return 'organization_not_allowlisted';
  if (!environments.includes(grant.environment)) return 'organization_not_allowlisted';
  if (request.route === null) return '';
  if (request.route === NO_ROUTE) return 'route_not_allowed';
  return routes.includes('*') || routes.includes(request.route) ? '' : 'route_not_allowed';
}

/** Check 7: every scope that is asked for. */
function missingScope(grant: Grant, request: AccessRequest): ReasonCode | '' {
  return request.scopes.every((scope) => grant.scopes.includes(scope)) ? '' : 'missing_scope';
}
