import { type AccessRequest, type Grant, NO_ROUTE, PLAIN_REQUEST, authorize } from '@keyledger/domain';
import { expect, test } from 'vitest';
import { grant } from './kit/grant.ts';
import { NOON } from './kit/samples.ts';

type Row = readonly [title: string, grant: Partial<Grant>, request: Partial<AccessRequest>, code: string];

const paused = { ...grant().organization, state: 'paused' } as const;
const routed = (...routes: string[]) => ({ organization: { ...grant().organization, routes } });
const restricted = (ips: string[], origins: string[] = []) => ({ restrictions: { ips, origins } });

const ROWS: readonly Row[] = [
  ['a plain request with an active key', {}, {}, ''],
  ['another environment', { environment: 'test' }, {}, 'invalid_key'],
  ['a revoked key', { state: 'revoked' }, {}, 'revoked_key'],
  ['a secret that a rotation ended', { secretRetired: true }, {}, 'revoked_key'],
  ['a secret whose overlap ends now', { secretEndsAt: NOON }, {}, 'revoked_key'],
  ['a secret whose overlap ends in a millisecond', { secretEndsAt: NOON + 1 }, {}, ''],
  ['a key that expires now', { expiresAt: NOON }, {}, 'expired_key'],
  ['a key that expires in a millisecond', { expiresAt: NOON + 1 }, {}, ''],
  ['a paused key', { state: 'paused' }, {}, 'disabled_key'],
  ['a paused organization', { organization: paused }, {}, 'disabled_key'],
  ['an address in the ranges', restricted(['10.0.0.0/8', '::1']), { clientAddress: '10.1.2.3' }, ''],
  ['a mapped address in the ranges', restricted(['10.0.0.0/8']), { clientAddress: '::ffff:10.1.2.3' }, ''],
  ['an address outside the ranges', restricted(['10.0.0.0/8']), { clientAddress: '11.1.2.3' }, 'ip_not_allowed'],
  ['no address where some are listed', restricted(['0.0.0.0/0', '::/0']), {}, 'ip_not_allowed'],
  ['an unreadable address', restricted(['0.0.0.0/0']), { clientAddress: 'unknown' }, 'ip_not_allowed'],
  ['a list of unreadable ranges', restricted(['nonsense']), { clientAddress: '1.2.3.4' }, 'ip_not_allowed'],
  ['a listed origin', restricted([], ['https://a.example']), { origin: 'https://a.example' }, ''],
  ['another origin', restricted([], ['https://a.example']), { origin: 'https://b.example' }, 'origin_not_allowed'],
  ['no origin where some are listed', restricted([], ['https://a.example']), {}, 'origin_not_allowed'],
  ['no origin where all are', restricted([], ['*']), {}, ''],
  ['a public key', { kind: 'public' }, {}, ''],
  ['a public key for a secret one', { kind: 'public' }, { secretKindRequired: true }, 'key_kind_not_allowed'],
  ['a secret key for a secret one', {}, { secretKindRequired: true }, ''],
  ['a secret key for a public one', {}, { secretKindRefused: true }, 'key_kind_not_allowed'],
  ['a public key for a public one', { kind: 'public' }, { secretKindRefused: true }, ''],
  ["a user's key", { holder: 'user' }, {}, ''],
  [
    "a user's key for an organization's",
    { holder: 'user' },
    { organizationHolderRequired: true },
    'org_scope_only_required',
  ],
  ['no route at all', routed(), {}, 'organization_not_allowlisted'],
  [
    "an environment that is not the organization's",
    { organization: { ...grant().organization, environments: ['test'] } },
    {},
    'organization_not_allowlisted',
  ],
  ['a listed route', routed('a', 'b'), { route: 'b' }, ''],
  ['a route that is not asked for', routed('a'), {}, ''],
  ['another route', routed('a'), { route: 'b' }, 'route_not_allowed'],
  ['any route', routed('*'), { route: 'b' }, ''],
  ['what is no route, for any', routed('*'), { route: NO_ROUTE }, 'route_not_allowed'],
  ['what is no route, for its name', routed(NO_ROUTE), { route: NO_ROUTE }, 'route_not_allowed'],
  ['the scopes it has', { scopes: ['a', 'b'] }, { scopes: ['b', 'a'] }, ''],
  ['one scope too many', { scopes: ['a', 'b'] }, { scopes: ['a', 'c'] }, 'missing_scope'],
  ['a part of a scope', { scopes: ['abc'] }, { scopes: ['ab'] }, 'missing_scope'],
];

test.each(ROWS)('%s', (_, changed, asked, code) => {
  expect(authorize({ ...grant(), ...changed }, { ...PLAIN_REQUEST, ...asked }, 'live', NOON)).toBe(code);
});
