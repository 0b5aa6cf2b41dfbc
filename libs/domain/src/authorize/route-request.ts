import type { Profile } from '../profile/profile.ts';
import { type Route, findRoute, routesAt } from '../profile/route.ts';
import { type CanonicalTarget, parseCanonicalTarget } from '../profile/target.ts';
import { type AccessRequest, NO_ROUTE, PLAIN_REQUEST } from './authorize.ts';
import type { Grant } from './grant.ts';
import { originAllowed } from './origin.ts';

/** What a request says of itself, and where it comes from. */
export interface RequestFacts {
  readonly method: string;
  /** As it was received, in origin-form. */
  readonly target: string;
  /** Null: not known. */
  readonly clientAddress: string | null;
  /** The `Origin` header; empty: none was sent. */
  readonly origin: string;
}

export interface RoutedRequest {
  /** What is asked of a key, for checks 3 to 7. */
  readonly access: AccessRequest;
  /** Null: the profile has no routes, or none that fits, and then no key passes. */
  readonly route: Route | null;
  /** Null: as above. */
  readonly target: CanonicalTarget | null;
}

/** Whether a secret key is refused, as one that came from a page is a secret in a browser. */
export const refusesSecretKey = (profile: Profile, origin: string): boolean =>
  origin !== '' && profile.cors?.refuseSecretKeys === true;

/** Which of the profile's routes a request is for, and what that asks of a key. */
export function routeRequest(profile: Profile, facts: RequestFacts): RoutedRequest {
  const { clientAddress, origin } = facts;
  const secretKindRefused = refusesSecretKey(profile, origin);
  const plain: AccessRequest = { ...PLAIN_REQUEST, clientAddress, origin, secretKindRefused };
  if (profile.routes === 'any') return { access: plain, route: null, target: null };
  const target = parseCanonicalTarget(facts.target);
  const route = target === null ? undefined : findRoute(profile.routes, facts.method, target.segments);
  if (route === undefined) return { access: { ...plain, route: NO_ROUTE }, route: null, target: null };
  const access: AccessRequest = {
    ...plain,
    route: route.name,
    scopes: route.scopes,
    secretKindRequired: !route.kinds.includes('public'),
    secretKindRefused: secretKindRefused || !route.kinds.includes('secret'),
    organizationHolderRequired: route.holder === 'organization',
  };
  return { access, route, target };
}

/** Whether a browser may send a request of this method there: some route is for public keys (systems.md, S3). */
export function admitsPreflight(profile: Profile, target: string, method: string): boolean {
  const canonical = parseCanonicalTarget(target);
  if (profile.cors === null || profile.routes === 'any' || canonical === null) return false;
  const route = findRoute(routesAt(profile.routes, canonical.segments), method, canonical.segments);
  return route !== undefined && route.kinds.includes('public');
}

/** Whether a page of that origin may read the answer: to a public key that admits it, and to no other. */
export const mayRead = (profile: Profile, grant: Grant | null, origin: string): boolean =>
  profile.cors !== null &&
  origin !== '' &&
  grant?.kind === 'public' &&
  originAllowed(grant.restrictions.origins, origin);
