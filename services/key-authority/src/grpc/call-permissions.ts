import { Fault, type Principal } from '@keyledger/ports';
import { demand, isEverywhere } from '../access/permissions.ts';

const LIFECYCLE = 'keyledger.v1.KeyLifecycle/';

/**
 * Which principals may call what. Verify and the feed see every organization, so they need a role that does; the
 * life-cycle calls are authorized where they are carried out, for every way in alike.
 * @throws Fault `permission_denied`
 */
export function authorizeCall(principal: Principal, method: string): void {
  if (method.startsWith(LIFECYCLE)) return;
  if (!isEverywhere(principal)) {
    throw new Fault('permission_denied', `The role ${principal.role} is bound to one organization; use the REST API.`);
  }
  demand(principal, method.startsWith('keyledger.v1.LedgerFeed/') ? 'ledger.follow' : 'keys.verify');
}
