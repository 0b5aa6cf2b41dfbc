import type { Grant, Profile, ReasonCode } from '@keyledger/domain';
import { NOON } from '../../../../libs/domain/test/kit/samples.ts';
import { GRANT, keyText } from './keys.ts';
import { LIST_QUERY, ROUTED, route } from './profiles.ts';
import { requestBytes } from './raw-client.ts';

export const HERE = 'https://app.example';
const ROUTE = { scopes: ['documents:read'], holder: 'organization', query: LIST_QUERY } as const;

export const PROFILE: Profile = {
  ...ROUTED,
  routes: [
    route('documents.list', '/v1/documents', ROUTE),
    route('secrets.list', '/v1/secrets', { ...ROUTE, kinds: ['secret'] }),
  ],
};

/** A request and what is known of its key. */
export interface Sketch {
  readonly keysEnabled: boolean;
  readonly environment: string;
  readonly credentials: (key: string) => readonly string[];
  readonly isKnown: boolean;
  readonly grant: Grant;
  /** Empty: none. */
  readonly origin: string;
  readonly path: string;
  readonly query: string;
}

export interface RequestFault {
  readonly code: ReasonCode;
  /** Without a route nothing of the kind is asked. */
  readonly ofRoute?: true;
  readonly make: (to: Sketch) => Sketch;
}

const bearer = (key: string): readonly string[] => [`Authorization: Bearer ${key}`];

export const SOUND_SECRET: Sketch = {
  keysEnabled: true,
  environment: 'live',
  credentials: bearer,
  isKnown: true,
  grant: GRANT,
  origin: '',
  path: '/v1/documents',
  query: 'limit=5',
};

export const SOUND_PUBLIC: Sketch = {
  ...SOUND_SECRET,
  grant: { ...GRANT, kind: 'public', restrictions: { ips: [], origins: [HERE] } },
  origin: HERE,
};

export const hasRoute = ({ path }: Sketch): boolean => path === '/v1/documents' || path === '/v1/secrets';

const flip = (text: string): string => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');

const shows = (code: ReasonCode, credentials: Sketch['credentials']): RequestFault => ({
  code,
  make: (to) => ({ ...to, credentials }),
});

const says = (code: ReasonCode, changes: Partial<Sketch>): RequestFault => ({
  code,
  make: (to) => ({ ...to, ...changes }),
});

const asks = (code: ReasonCode, query: string): RequestFault => ({ ...says(code, { query }), ofRoute: true });

const has = (code: ReasonCode, changes: Partial<Grant>): RequestFault => ({
  code,
  make: (to) => ({ ...to, grant: { ...to.grant, ...changes } }),
});

const belongs = (code: ReasonCode, changes: Partial<Grant['organization']>): RequestFault => ({
  code,
  make: (to) => ({ ...to, grant: { ...to.grant, organization: { ...to.grant.organization, ...changes } } }),
});

const restricted = (code: ReasonCode, changes: Partial<Grant['restrictions']>): RequestFault => ({
  code,
  make: (to) => ({ ...to, grant: { ...to.grant, restrictions: { ...to.grant.restrictions, ...changes } } }),
});

const ofKind = (code: ReasonCode, forSecret: RequestFault, forPublic: RequestFault): RequestFault => ({
  code,
  make: (to) => (to.grant.kind === 'secret' ? forSecret : forPublic).make(to),
});

/** The checks of systems.md in their order, each with the ways to fail it. A request has at most one fault of each. */
export const CHECKS: readonly (readonly RequestFault[])[] = [
  [
    shows('missing_bearer', () => []),
    shows('missing_bearer', (key) => [`Authorization: Basic ${key}`, `X_Api_Key: ${key}`]),
    shows('malformed_token', (key) => [...bearer(key), ...bearer(key)]),
    shows('malformed_token', (key) => [...bearer(key), `X-Api-Key: ${keyText('live', 99)}`]),
    shows('malformed_token', (key) => bearer(flip(key))),
    shows('malformed_token', (key) => bearer(`${key} ${key}`)),
  ],
  [says('api_keys_disabled', { keysEnabled: false })],
  [says('test_prefix_not_allowed', { environment: 'test' })],
  [says('invalid_key', { isKnown: false }), has('invalid_key', { environment: 'test' })],
  [
    has('revoked_key', { state: 'revoked' }),
    has('revoked_key', { secretRetired: true }),
    has('revoked_key', { secretEndsAt: NOON }),
  ],
  [has('expired_key', { expiresAt: NOON })],
  [has('disabled_key', { state: 'paused' }), belongs('disabled_key', { state: 'paused' })],
  [restricted('ip_not_allowed', { ips: ['10.0.0.0/8', '2001:db8::/32'] })],
  [restricted('origin_not_allowed', { origins: ['https://other.example'] })],
  [
    ofKind(
      'key_kind_not_allowed',
      says('key_kind_not_allowed', { origin: HERE }),
      says('key_kind_not_allowed', { path: '/v1/secrets' }),
    ),
  ],
  [{ ...has('org_scope_only_required', { holder: 'user' }), ofRoute: true }],
  [
    belongs('organization_not_allowlisted', { routes: [] }),
    belongs('organization_not_allowlisted', { environments: ['other'] }),
  ],
  [
    belongs('route_not_allowed', { routes: ['documents.get'] }),
    says('route_not_allowed', { path: '/v1/documents/' }),
    says('route_not_allowed', { path: '/v1/%64ocuments' }),
    says('route_not_allowed', { path: '/v1/x/../documents' }),
  ],
  [{ ...has('missing_scope', { scopes: ['documents:write'] }), ofRoute: true }],
  [
    asks('invalid_limit', 'limit=0'),
    asks('invalid_offset', 'offset=x'),
    asks('invalid_sort', 'sort_order=up'),
    asks('invalid_query', 'date_from=now'),
    asks('invalid_query', 'q=%zz'),
    asks('unsupported_filter', 'limit=0&status=open'),
  ],
];

/** @param withKeyInQuery the query carries a key besides, which changes nothing */
export function bytesOf({ environment, credentials, origin, path, query }: Sketch, withKeyInQuery: boolean): string {
  const key = keyText(environment, 21);
  const target = `${path}?${withKeyInQuery ? `key=${key}&` : ''}${query}`;
  return requestBytes(target, [...credentials(key), ...(origin === '' ? [] : [`Origin: ${origin}`])]);
}
