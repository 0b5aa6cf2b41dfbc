import type { OrganizationRecord } from '@keyledger/catalogue';
import type { OrganizationChanges } from '@keyledger/domain';
import { type Static, Type } from 'typebox';
import type { CreateOrganizationInput } from '../../application/organization-commands.ts';
import { formatTime } from '../times.ts';
import { AppliedFields } from './applied.ts';
import {
  CommandFields,
  Creator,
  PageFields,
  Reason,
  Search,
  Time,
  literals,
  reference,
  strictObject,
} from './common.ts';
import { GivenLimits, LIMITS, givenLimits, limitsJson } from './limits.ts';

const NAMES = Type.Array(Type.String());

const fields = {
  id: Type.String({ description: 'org_…' }),
  name: Type.String(),
  slug: Type.String(),
  routes: NAMES,
  environments: NAMES,
  tier: Type.String(),
  limits: LIMITS,
  demo: Type.Boolean(),
  state: literals(['active', 'paused']),
  version: Type.Integer(),
  created_at: Time,
  created_by: Creator,
};

export const Organization = Type.Object(fields, { $id: 'Organization' });
export const OrganizationAnswer = Type.Object({ ...fields, ...AppliedFields }, { $id: 'OrganizationAnswer' });
export const ORGANIZATION = reference(Organization);
export const ORGANIZATION_ANSWER = reference(OrganizationAnswer);
export type OrganizationJson = Static<typeof Organization>;

export const OrganizationParameters = strictObject({ ...PageFields, q: Type.Optional(Search) });

const changeable = {
  routes: Type.Optional(Type.Array(Type.String(), { description: 'Names of routes; `*` is every one.' })),
  environments: Type.Optional(NAMES),
  tier: Type.Optional(Type.String()),
  limits: Type.Optional(GivenLimits),
  demo: Type.Optional(Type.Boolean()),
};

export const CreateOrganizationBody = strictObject({
  name: Type.String(),
  slug: Type.String(),
  ...changeable,
  reason: Type.Optional(Reason),
});
export const UpdateOrganizationBody = strictObject({
  name: Type.Optional(Type.String()),
  ...changeable,
  ...CommandFields,
});

export const createOrganizationInput = ({
  reason: _reason,
  limits,
  ...input
}: Static<typeof CreateOrganizationBody>): CreateOrganizationInput => ({ ...input, ...givenLimits(limits) });

export const organizationChanges = ({
  reason: _reason,
  wait_for: _waitFor,
  limits,
  ...changes
}: Static<typeof UpdateOrganizationBody>): OrganizationChanges => ({ ...changes, ...givenLimits(limits) });

export function organizationJson(record: OrganizationRecord): OrganizationJson {
  const { id, name, slug, routes, environments, tier, demo, state, version, createdAt, createdBy } = record;
  return {
    id,
    name,
    slug,
    routes: [...routes],
    environments: [...environments],
    tier,
    limits: limitsJson(record.limits),
    demo,
    state,
    version,
    created_at: formatTime(createdAt),
    created_by: createdBy,
  };
}
