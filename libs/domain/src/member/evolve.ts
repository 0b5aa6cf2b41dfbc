import type { MemberAdded, MemberEvent } from '../events.ts';
import type { MemberId } from '../ids.ts';
import type { MemberState } from './member.ts';

export function createMember(id: MemberId, { organizationId, subject, role }: MemberAdded): MemberState {
  return { type: 'member', id, organizationId, subject, role, removed: false };
}

/** The state after an accepted event. */
export function evolveMember(member: MemberState, event: Exclude<MemberEvent, MemberAdded>): MemberState {
  return event.type === 'member.removed' ? { ...member, removed: true } : { ...member, role: event.role };
}
