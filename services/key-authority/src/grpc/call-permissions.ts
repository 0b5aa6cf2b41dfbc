import { Fault, type Principal } from '@keyledger/ports';
import { type CommandLimits, tooManyRequests } from '../access/command-limits.ts';
import { type Permission, demand, isEverywhere } from '../access/permissions.ts';

const LIFECYCLE = 'keyledger.v1.KeyLifecycle/';
/** Reads, and what a node hands on for others: neither is a command of the caller's. */
const UNCOUNTED = /^(Get|List|RevokeBySecret$)/;

function permissionOf(method: string): Permission {
  if (method.startsWith('keyledger.v1.LedgerFeed/')) return 'ledger.follow';
  return method.startsWith('keyledger.v1.UsageFeed/') ? 'usage.report' : 'keys.verify';
}

/**
 * Which principals may call what, and how often. Verify and the feed see every organization, so they need a role that
 * does; the life-cycle calls are authorized where they are carried out, for every way in alike.
 * @throws Fault `permission_denied`, `rate_limited`
 */
export function authorizeCalls(limits: CommandLimits): (principal: Principal, method: string) => void {
  return (principal, method) => {
    if (method.startsWith(LIFECYCLE)) {
      const isCommand = !UNCOUNTED.test(method.slice(LIFECYCLE.length));
      if (isCommand && limits.take(principal) > 0) throw tooManyRequests();
      return;
    }
    if (!isEverywhere(principal)) {
      throw new Fault(
        'permission_denied',
        `The role ${principal.role} is bound to one organization; use the REST API.`,
      );
    }
    demand(principal, permissionOf(method));
  };
}
