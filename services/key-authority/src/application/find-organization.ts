import type { Directory } from '@keyledger/directory';
import type { Aggregate, OrganizationState } from '@keyledger/domain';
import type { Principal } from '@keyledger/ports';
import { notFound, reaches } from '../access/permissions.ts';

/** As it is now, to the one who asks. @throws Fault `not_found`, also where it is not theirs to see */
export function findOrganization(directory: Directory, principal: Principal, id: string): Aggregate<OrganizationState> {
  const organization = directory.organization(id);
  if (organization === undefined || !reaches(principal, id)) throw notFound('organization');
  return organization;
}
