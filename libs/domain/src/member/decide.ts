import { type Decision, UNCHANGED, append, refuse } from '../decision.ts';
import type { MemberEvent } from '../events.ts';
import type { Role } from '../principal/role.ts';
import { type MemberState, isOwner } from './member.ts';

export type MemberCommand = { readonly type: 'set_role'; readonly role: Role } | { readonly type: 'remove' };

/**
 * What a command does to a member. The fold refuses the same: two owners who remove each other at once, each at a replica
 * of its own, leave one.
 * @param owners how many the organization has
 */
export function decideMember(member: MemberState, command: MemberCommand, owners: number): Decision<MemberEvent> {
  const isNeeded = isOwner(member) && owners === 1;
  switch (command.type) {
    case 'set_role':
      if (member.removed || member.role === command.role) return UNCHANGED;
      return isNeeded ? refuse('last_owner') : append({ type: 'member.role_changed', role: command.role });
    case 'remove':
      if (member.removed) return UNCHANGED;
      return isNeeded ? refuse('last_owner') : append({ type: 'member.removed' });
    default:
      return command satisfies never;
  }
}
