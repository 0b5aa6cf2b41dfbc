import type { Role } from '@keyledger/domain';
import { Fault, type Principal } from '@keyledger/ports';

/** What can be done through the authority; docs/roles.md shows the same table. */
export type Permission =
  | 'organizations.create'
  | 'organizations.manage'
  | 'organizations.read'
  | 'tokens.manage'
  | 'tokens.grant_service'
  | 'keys.manage'
  | 'keys.read'
  | 'keys.verify'
  | 'ledger.read'
  | 'ledger.manage'
  | 'ledger.follow';

const EVERYTHING: readonly Permission[] = [
  'organizations.create',
  'organizations.manage',
  'organizations.read',
  'tokens.manage',
  'tokens.grant_service',
  'keys.manage',
  'keys.read',
  'keys.verify',
  'ledger.read',
  'ledger.manage',
  'ledger.follow',
];

/** Owner to driver hold theirs in their own organization only; platform and service everywhere. */
export const PERMISSIONS: Readonly<Record<Role | 'bootstrap', readonly Permission[]>> = {
  bootstrap: EVERYTHING,
  platform: EVERYTHING,
  owner: ['organizations.read', 'tokens.manage', 'keys.manage', 'keys.read', 'keys.verify'],
  administrator: ['organizations.read', 'tokens.manage', 'keys.manage', 'keys.read', 'keys.verify'],
  operator: [],
  driver: [],
  service: ['keys.verify', 'ledger.follow'],
};

const EVERYWHERE: readonly Principal['role'][] = ['bootstrap', 'platform', 'service'];

/** Whether a role reaches beyond one organization. */
export const reachesEverywhere = (role: Principal['role']): boolean => EVERYWHERE.includes(role);

export const isEverywhere = ({ role }: Principal): boolean => reachesEverywhere(role);

export function may(principal: Principal, permission: Permission): boolean {
  return PERMISSIONS[principal.role].includes(permission);
}

/** @throws Fault `permission_denied` */
export function demand(principal: Principal, permission: Permission): void {
  if (!may(principal, permission)) {
    throw new Fault(
      'permission_denied',
      `This needs the permission ${permission}, which the role ${principal.role} has not.`,
    );
  }
}

/** Whether what belongs to this organization is the principal's to see; what is not is answered as if it did not exist. */
export function reaches(principal: Principal, organizationId: string): boolean {
  return isEverywhere(principal) || principal.organizationId === organizationId;
}

export const notFound = (what: string): Fault => new Fault('not_found', `There is no such ${what}.`);
