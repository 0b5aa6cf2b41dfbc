import type { Principal } from '@keyledger/ports';
import type { KeyLifecycleHandlers } from '@keyledger/proto';
import type * as wire from '@keyledger/proto';
import type { MemberOutcome } from '../../application/member-commands.ts';
import type { Outcome } from '../../ledger/command-log.ts';
import { listToWire, memberToWire } from '../lifecycle-records.ts';
import { memberInput, pageOf } from '../lifecycle-requests.ts';
import { oneOf } from '../wire-values.ts';
import { type LifecycleContext, command, history, read } from './call.ts';

type Handlers = Pick<
  KeyLifecycleHandlers,
  'PutMember' | 'GetMember' | 'ListMembers' | 'RemoveMember' | 'GetMemberHistory'
>;

export function memberCalls(context: LifecycleContext): Handlers {
  const { members, queries, views } = context.authority;
  const show = (principal: Principal, { aggregateId }: Outcome) => ({
    member: memberToWire(views.member(principal, aggregateId)),
  });
  return {
    PutMember: command(
      context,
      (caller, request: wire.PutMemberRequest__Output) =>
        members.put(caller, request.organizationId, memberInput(request)),
      (principal, outcome: MemberOutcome) => ({ ...show(principal, outcome), created: outcome.isNew }),
    ),
    RemoveMember: command(
      context,
      (caller, { organizationId, id }: wire.RemoveMemberRequest__Output) => members.remove(caller, organizationId, id),
      show,
    ),
    GetMember: read(context, (principal, { organizationId, id }: wire.GetMemberRequest__Output) => ({
      member: memberToWire(queries.member(principal, organizationId, id)),
    })),
    ListMembers: read(context, (principal, request: wire.ListMembersRequest__Output) => {
      const { organizationId } = request;
      const state = oneOf('state', request.state, ['active', 'removed']) ?? null;
      return listToWire(queries.members(principal, { ...pageOf(request), organizationId, state }), memberToWire);
    }),
    GetMemberHistory: history(
      context,
      (principal, { organizationId, id }: wire.GetMemberHistoryRequest__Output, page) =>
        queries.memberHistory(principal, organizationId, id, page),
    ),
  };
}
