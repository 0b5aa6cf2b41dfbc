import { type Role, includesRole } from '@keyledger/domain';
import { Fault, type Principal } from '@keyledger/ports';

/** What can be done through the authority; docs/roles.md shows the same table. */
export type Permission =
  | 'organizations.create'
  | 'organizations.manage'
  | 'organizations.read'
  | 'members.manage'
  | 'tokens.manage'
  | 'webhooks.manage'
  | 'roles.grant_everywhere'
  | 'keys.manage'
  | 'keys.read'
  | 'keys.verify'
  | 'usage.read'
  | 'usage.report'
  | 'security_events.read'
  | 'ledger.read'
  | 'ledger.manage'
  | 'ledger.follow';

const EVERYTHING: readonly Permission[] = [
  'organizations.create',
  'organizations.manage',
  'organizations.read',
  'members.manage',
  'tokens.manage',
  'webhooks.manage',
  'roles.grant_everywhere',
  'keys.manage',
  'keys.read',
  'keys.verify',
  'usage.read',
  'usage.report',
  'security_events.read',
  'ledger.read',
  'ledger.manage',
  'ledger.follow',
];

const OF_MANAGERS: readonly Permission[] = [
  'organizations.read',
  'members.manage',
  'tokens.manage',
  'webhooks.manage',
  'keys.manage',
  'keys.read',
  'keys.verify',
  'usage.read',
  'security_events.read',
];

/** Owner to driver, and keys, hold theirs in their own organization only; platform and service everywhere. */
export const PERMISSIONS: Readonly<Record<Principal['role'], readonly Permission[]>> = {
  bootstrap: EVERYTHING,
  platform: EVERYTHING,
  owner: OF_MANAGERS,
  administrator: OF_MANAGERS,
  operator: [],
  driver: [],
  service: ['keys.verify', 'usage.report', 'ledger.follow'],
  key: ['keys.manage', 'keys.read', 'usage.read'],
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

/**
 * Nobody gives a role above their own, nor takes one from who has it. What reaches beyond one organization is handed out
 * by nobody inside of one.
 * @throws Fault `permission_denied`
 */
export function demandRole(principal: Principal, role: Role): void {
  if (reachesEverywhere(role)) return demand(principal, 'roles.grant_everywhere');
  const own = principal.role;
  if (isEverywhere(principal) || (own !== 'bootstrap' && own !== 'key' && includesRole(own, role))) return;
  throw new Fault('permission_denied', `The role ${role} is above the role ${own}.`);
}

/** Whether what belongs to this organization is the principal's to see; what is not is answered as if it did not exist. */
export function reaches(principal: Principal, organizationId: string): boolean {
  return isEverywhere(principal) || principal.organizationId === organizationId;
}

export const notFound = (what: string): Fault => new Fault('not_found', `There is no such ${what}.`);
