import { unary } from '@keyledger/grpc';
import { NOTICE_KINDS, SECURITY_CATEGORIES, USAGE_INTERVALS, reasonsOf } from '@keyledger/domain';
import type { KeyLifecycleHandlers } from '@keyledger/proto';
import type * as wire from '@keyledger/proto';
import { listToWire } from '../lifecycle-records.ts';
import { pageOf } from '../lifecycle-requests.ts';
import { noticeToWire, securityEventToWire, stepToWire, totalsToWire } from '../report-records.ts';
import { groupsOf, oneOf, orNull, timeOrNull, timestamp } from '../wire-values.ts';
import { type LifecycleContext, read } from './call.ts';

type Handlers = Pick<KeyLifecycleHandlers, 'GetKeyUsage' | 'ListNotices' | 'ListSecurityEvents'>;

/** What is known about keys beside the ledger. */
export function reportCalls(context: LifecycleContext): Handlers {
  const { authority, service } = context;
  return {
    GetKeyUsage: unary(service, async (request: wire.GetKeyUsageRequest__Output, { caller }) => {
      const interval = oneOf('interval', request.interval, USAGE_INTERVALS) ?? 'hour';
      const { from, to, totals, steps } = authority.usage.ofKey(caller.principal, request.id, {
        from: timeOrNull('from', request.from),
        to: timeOrNull('to', request.to),
        interval,
        groups: groupsOf('group_by', request.groupBy),
      });
      return {
        interval,
        from: timestamp(from),
        to: timestamp(to),
        lastUsedAt: timestamp(authority.usage.lastUsedAt(request.id)),
        totals: totalsToWire(totals),
        items: steps.map(stepToWire),
      };
    }),
    ListSecurityEvents: unary(service, async (request: wire.ListSecurityEventsRequest__Output, { caller }) => {
      const category = oneOf('category', request.category, SECURITY_CATEGORIES);
      const found = authority.usage.securityEvents(caller.principal, {
        ...pageOf(request),
        organizationId: orNull(request.organizationId),
        keyId: orNull(request.keyId),
        reasons: category === undefined ? null : reasonsOf(category),
        from: timeOrNull('from', request.from),
        to: timeOrNull('to', request.to),
      });
      return listToWire(found, securityEventToWire);
    }),
    ListNotices: read(context, (principal, request: wire.ListNoticesRequest__Output) => {
      const kind = oneOf('kind', request.kind, NOTICE_KINDS) ?? null;
      const query = { ...pageOf(request), organizationId: orNull(request.organizationId), kind };
      return listToWire(authority.notices.list(principal, query), noticeToWire);
    }),
  };
}
