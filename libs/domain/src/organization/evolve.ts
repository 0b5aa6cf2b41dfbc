import type { OrganizationCreated, OrganizationEvent } from '../events.ts';
import type { OrganizationId } from '../ids.ts';
import type { OrganizationState } from './organization.ts';

export function createOrganization(id: OrganizationId, event: OrganizationCreated): OrganizationState {
  const { slug, routes, environments, tier, limits, demo } = event;
  return { type: 'organization', id, slug, routes, environments, tier, limits, demo, paused: false };
}

/** The state after an accepted event. */
export function evolveOrganization(
  organization: OrganizationState,
  event: Exclude<OrganizationEvent, OrganizationCreated>,
): OrganizationState {
  switch (event.type) {
    case 'organization.updated': {
      const { name: _catalogued, ...changes } = event.changes;
      return { ...organization, ...changes };
    }
    case 'organization.paused':
      return { ...organization, paused: true };
    case 'organization.resumed':
      return { ...organization, paused: false };
    default:
      return event satisfies never;
  }
}
