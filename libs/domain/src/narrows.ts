import { contains, parseAddressRange } from './authorize/address.ts';
import type { KeyChanges, LedgerEvent, OrganizationChanges } from './events.ts';
import type { AggregateState } from './fold/aggregate.ts';
import type { KeyState, Restrictions } from './key/key.ts';
import type { OrganizationState } from './organization/organization.ts';
import { includesRole } from './principal/role.ts';

/**
 * Whether an accepted event takes authority away from anybody, given what it changed (undefined: it made that). Where
 * that is not plain, it does: a wait too many harms nobody (interfaces.md, "Commands that take authority away"). What
 * ends by date, such as a rotation's overlap, is the wall clocks' of the nodes and takes nothing away now. Nor do a tier
 * and limits: they say how often something may be done, not what.
 */
export function narrows(event: LedgerEvent, before: AggregateState | undefined): boolean {
  switch (event.type) {
    case 'ledger.opened':
    case 'ledger.max_hold_changed':
    case 'organization.created':
    case 'organization.resumed':
    case 'key.created':
    case 'key.resumed':
    case 'token.created':
    case 'member.added':
    // Who is told of something may do nothing by it.
    case 'webhook.created':
    case 'webhook.removed':
      return false;
    case 'organization.paused':
    case 'key.rotation_finished':
    case 'key.paused':
    case 'key.revoked':
    case 'token.revoked':
    case 'member.removed':
      return true;
    case 'key.rotated':
      return event.overlapEndsAt === null;
    case 'key.updated':
      return before?.type !== 'key' || narrowsKey(event.changes, before);
    case 'organization.updated':
      return before?.type !== 'organization' || narrowsOrganization(event.changes, before);
    case 'member.role_changed':
      return before?.type !== 'member' || !includesRole(event.role, before.role);
    // What the ledger lost may have granted something; of an event of a later version nothing is known.
    case 'ledger.epoch_opened':
    case 'unknown':
      return true;
    default:
      return event satisfies never;
  }
}

const AUTHORITY: ReadonlySet<string> = new Set<keyof KeyChanges | keyof OrganizationChanges>([
  'scopes',
  'restrictions',
  'expiresAt',
  'routes',
  'environments',
  'demo',
]);

/**
 * Whether changes of a key or an organization say anything about what may be done: all that can be told of a repeated
 * command, since what it changed is not kept.
 */
export function touchesAuthority(changes: object): boolean {
  return Object.entries(changes).some(([name, value]) => value !== undefined && AUTHORITY.has(name));
}

function narrowsKey({ scopes, restrictions, expiresAt }: KeyChanges, before: KeyState): boolean {
  if (scopes !== undefined && !includesAll(scopes, before.scopes)) return true;
  if (restrictions !== undefined && !admitsAll(restrictions, before.restrictions)) return true;
  return expiresAt !== undefined && expiresAt !== null && (before.expiresAt === null || expiresAt < before.expiresAt);
}

function narrowsOrganization(changes: OrganizationChanges, before: OrganizationState): boolean {
  const { routes = before.routes, environments = before.environments, demo = before.demo } = changes;
  if (!routes.includes('*') && !includesAll(routes, before.routes)) return true;
  // Those who ask for a verdict decide by the demo flag, each in its own way.
  return !includesAll(environments, before.environments) || demo !== before.demo;
}

const includesAll = (after: readonly string[], before: readonly string[]): boolean =>
  before.every((each) => after.includes(each));

/** Whether `after` lets in whoever `before` does; where that is not plain, it does not. */
export function admitsAll(after: Restrictions, before: Restrictions): boolean {
  return admitsAddresses(after.ips, before.ips) && admitsOrigins(after.origins, before.origins);
}

/** Each range of before lies in one of after; several that cover it together do not count. An empty list admits any. */
function admitsAddresses(after: readonly string[], before: readonly string[]): boolean {
  if (after.length === 0) return true;
  const ranges = after.map(parseAddressRange).filter((range) => range !== null);
  const isCovered = (text: string): boolean => {
    const inner = parseAddressRange(text);
    return inner !== null && ranges.some((range) => range.length <= inner.length && contains(range, inner.network));
  };
  return before.length > 0 && before.every(isCovered);
}

/** `*` admits any origin and none, as an empty list does. */
function admitsOrigins(after: readonly string[], before: readonly string[]): boolean {
  if (after.length === 0 || after.includes('*')) return true;
  return before.length > 0 && includesAll(after, before);
}
