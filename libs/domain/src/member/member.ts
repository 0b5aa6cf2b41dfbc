import type { MemberId, OrganizationId } from '../ids.ts';
import type { Role } from '../principal/role.ts';

/** Somebody who has a role in an organization; who comes again after a removal is another member. */
export interface MemberState {
  readonly type: 'member';
  readonly id: MemberId;
  readonly organizationId: OrganizationId;
  /** Who it is: what an identity provider calls the person. At most one member of an organization at a time. */
  readonly subject: string;
  readonly role: Role;
  /** For ever. */
  readonly removed: boolean;
}

/** An organization that has owners keeps one. */
export const isOwner = ({ role, removed }: MemberState): boolean => role === 'owner' && !removed;
