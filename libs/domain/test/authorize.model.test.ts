import { type AccessRequest, type Grant, PLAIN_REQUEST, type ReasonCode, authorize } from '@keyledger/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/kit/runs.ts';
import { grant } from './kit/grant.ts';
import { NOON } from './kit/samples.ts';

interface Case {
  readonly grant: Grant;
  readonly request: AccessRequest;
}

interface FaultOfRequest {
  readonly code: ReasonCode;
  readonly make: (to: Case) => Case;
}

const inGrant = (code: ReasonCode, changed: Partial<Grant>): FaultOfRequest => ({
  code,
  make: ({ grant: before, request }) => ({ grant: { ...before, ...changed }, request }),
});

const inOrganization = (code: ReasonCode, changed: Partial<Grant['organization']>): FaultOfRequest => ({
  code,
  make: (to) => ({ ...to, grant: { ...to.grant, organization: { ...to.grant.organization, ...changed } } }),
});

const inBoth = (code: ReasonCode, changed: (before: Grant) => Partial<Grant>, asked: Partial<AccessRequest>) => ({
  code,
  make: ({ grant: before, request }: Case) => ({
    grant: { ...before, ...changed(before) },
    request: { ...request, ...asked },
  }),
});

/** Checks 3 to 7 of systems.md, in their order; where one check looks at two things, either may come first. */
const IN_ORDER: readonly FaultOfRequest[] = [
  inGrant('invalid_key', { environment: 'test' }),
  inGrant('revoked_key', { state: 'revoked' }),
  inGrant('revoked_key', { secretRetired: true }),
  inGrant('revoked_key', { secretEndsAt: NOON - 1 }),
  inGrant('expired_key', { expiresAt: NOON - 1 }),
  inGrant('disabled_key', { state: 'paused' }),
  inOrganization('disabled_key', { state: 'paused' }),
  inBoth('ip_not_allowed', (before) => ({ restrictions: { ...before.restrictions, ips: ['10.0.0.0/8'] } }), {}),
  inBoth('origin_not_allowed', (before) => ({ restrictions: { ...before.restrictions, origins: ['https://a'] } }), {}),
  inBoth('key_kind_not_allowed', () => ({ kind: 'public' }), { secretKindRequired: true }),
  inBoth('org_scope_only_required', () => ({ holder: 'user' }), { organizationHolderRequired: true }),
  inOrganization('organization_not_allowlisted', { routes: [] }),
  inOrganization('organization_not_allowlisted', { environments: ['other'] }),
  {
    code: 'route_not_allowed',
    make: ({ grant: before, request }) => {
      const organization = { ...before.organization, routes: ['another'] };
      return { grant: { ...before, organization }, request: { ...request, route: 'this' } };
    },
  },
  inBoth('missing_scope', () => ({ scopes: ['a'] }), { scopes: ['a', 'b'] }),
];

test('of several faults at once, the first in the order of checks is reported, and of none, none', () => {
  const some = fc.array(fc.boolean(), { minLength: IN_ORDER.length, maxLength: IN_ORDER.length });
  fc.assert(
    fc.property(some, (chosen) => {
      const faults = IN_ORDER.filter((_, index) => chosen[index]);
      const sound: Case = { grant: grant(), request: PLAIN_REQUEST };
      // From the last to the first, so that an earlier fault is still there where two change the same thing.
      const { grant: faulty, request } = faults.reduceRight((to, { make }) => make(to), sound);
      expect(authorize(faulty, request, 'live', NOON)).toBe(faults[0]?.code ?? '');
    }),
    { numRuns: runs(5_000), examples: IN_ORDER.map((_, index) => [IN_ORDER.map((_fault, other) => other >= index)]) },
  );
});
