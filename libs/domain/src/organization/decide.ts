import { type Decision, UNCHANGED, append } from '../decision.ts';
import type { OrganizationChanges, OrganizationEvent } from '../events.ts';
import type { OrganizationState } from './organization.ts';

export type OrganizationCommand =
  | { readonly type: 'update'; readonly changes: OrganizationChanges }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' };

/** What a command does to an existing organization. */
export function decideOrganization(
  organization: OrganizationState,
  command: OrganizationCommand,
): Decision<OrganizationEvent> {
  switch (command.type) {
    case 'update':
      if (Object.keys(command.changes).length === 0) return UNCHANGED;
      return append({ type: 'organization.updated', changes: command.changes });
    case 'pause':
      return organization.paused ? UNCHANGED : append({ type: 'organization.paused' });
    case 'resume':
      return organization.paused ? append({ type: 'organization.resumed' }) : UNCHANGED;
    default:
      return command satisfies never;
  }
}
