import { type Grant, type Profile, admitsPreflight, mayRead, parseCanonicalTarget, routesAt } from '@keyledger/domain';
import type { Exchange } from './exchange.ts';

const NONE: readonly string[] = [];
const VARY = ['Vary', 'Origin'];

/**
 * The headers of the answer where a request is a preflight that is answered without a key (systems.md, S3): any origin
 * may ask, and what the real request may do is said then. Null: the request goes through the ordinary checks.
 */
export function preflightHeaders({ req, head, rules }: Exchange, target: string): readonly string[] | null {
  const { profile } = rules;
  if (req.method !== 'OPTIONS' || profile.cors === null || head.origin === '') return null;
  const method = req.headers['access-control-request-method'];
  if (method === undefined || !admitsPreflight(profile, target, method)) return null;
  const { allowHeaders, maxAgeSeconds } = profile.cors;
  return [
    'Access-Control-Allow-Origin',
    head.origin,
    'Access-Control-Allow-Methods',
    methodsAt(profile, target).join(', '),
    'Access-Control-Allow-Headers',
    [...profile.credentials.headers, ...allowHeaders].join(', '),
    'Access-Control-Max-Age',
    String(maxAgeSeconds),
    'Vary',
    'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
  ];
}

function methodsAt(profile: Profile, target: string): readonly string[] {
  const path = parseCanonicalTarget(target)?.segments ?? [];
  const routes = profile.routes === 'any' ? [] : routesAt(profile.routes, path);
  const methods = new Set(routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])));
  return [...methods].filter((method) => admitsPreflight(profile, target, method));
}

/** What the answer to a known key says to browsers, be it a refusal or the upstream's. */
export function readerHeaders(profile: Profile, grant: Grant, origin: string): readonly string[] {
  if (profile.cors === null || grant.kind !== 'public') return NONE;
  if (!mayRead(profile, grant, origin)) return VARY;
  const { exposeHeaders } = profile.cors;
  const headers = ['Access-Control-Allow-Origin', origin, ...VARY];
  if (exposeHeaders.length > 0) headers.push('Access-Control-Expose-Headers', exposeHeaders.join(', '));
  return headers;
}
