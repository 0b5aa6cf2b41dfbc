import { type KeyState, isSameLimit } from '@keyledger/domain';
import { Fault, type Principal } from '@keyledger/ports';
import { may } from './permissions.ts';

type Plan = Pick<KeyState, 'tier' | 'limits'>;

const OF_ORGANIZATION: Plan = { tier: null, limits: null };

/**
 * Who may not say what an organization has says no more of its keys: they get its tier and its limits, or keep what
 * somebody who may has given them. Managing keys have a rule of their own (`demandHandOut`).
 * @param own the organization's tier
 * @param before what a key has that is changed
 * @throws Fault `permission_denied`
 */
export function demandTier(principal: Principal, own: string, { tier, limits }: Plan, before = OF_ORGANIZATION): void {
  if (principal.kind === 'key' || may(principal, 'organizations.manage')) return;
  const isOwn = tier === null || tier === own;
  // With a tier that leaves them to each, none is no limit: taken away they are only where the organization's follow.
  const keepsLimits = isSameLimit(limits, before.limits) || (limits === null && isOwn);
  if (keepsLimits && (isOwn || tier === before.tier)) return;
  const text =
    "To give a key another tier than its organization's, or limits, needs the permission organizations.manage.";
  throw new Fault('permission_denied', text);
}
