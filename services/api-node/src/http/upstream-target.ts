import { type Profile, type QueryRefusal, type ReasonCode, type RoutedRequest, checkQuery } from '@keyledger/domain';

interface UpstreamTarget {
  readonly target: string;
}

interface Refused {
  readonly reasonCode: ReasonCode;
  readonly field: string | null;
}

const NO_ROUTE_REFUSED: Refused = { reasonCode: 'route_not_allowed', field: null };

/**
 * Check 9 of systems.md, and the target of the upstream's request: the bytes that were matched, and the query as it was
 * read. Where the profile has no routes, `received` as it is.
 */
export function upstreamTarget(
  profile: Profile,
  { route, target }: RoutedRequest,
  received: string,
): UpstreamTarget | Refused | QueryRefusal {
  if (profile.routes === 'any') return { target: received };
  // No key passes where there is no route; nobody comes in because a verifier says otherwise.
  if (route === null || target === null) return NO_ROUTE_REFUSED;
  if (route.query === 'any') return { target: withQuery(target.path, target.query) };
  const checked = checkQuery(route.query, target.query);
  return 'query' in checked ? { target: withQuery(target.path, checked.query) } : checked;
}

const withQuery = (path: string, query: string): string => (query === '' ? path : `${path}?${query}`);
