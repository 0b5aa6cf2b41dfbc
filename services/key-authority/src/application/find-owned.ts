import type { Aggregate, MemberState, TokenState, WebhookState } from '@keyledger/domain';
import type { Principal } from '@keyledger/ports';
import { notFound, reaches } from '../access/permissions.ts';

/**
 * What stands in a path below the organization that it belongs to, to the one who asks.
 * @param found what there is by its id
 * @throws Fault `not_found`, also where it is not that organization's, or not theirs to see
 */
export function findOwned<State extends TokenState | MemberState | WebhookState>(
  principal: Principal,
  organizationId: string,
  found: Aggregate<State> | undefined,
  what: 'token' | 'member' | 'webhook',
): Aggregate<State> {
  const isThere = found?.state.organizationId === organizationId && reaches(principal, organizationId);
  if (!isThere) throw notFound(what);
  return found;
}
