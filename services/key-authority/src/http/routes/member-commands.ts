import { isMemberId } from '@keyledger/domain';
import { notFound } from '../../access/permissions.ts';
import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { answering } from '../applied.ts';
import { callerOf } from '../caller.ts';
import { COMMAND, responses } from '../operation.ts';
import { CommandBody } from '../schemas/common.ts';
import { MEMBER_ANSWER, MemberBody, memberJson } from '../schemas/member.ts';
import { MemberPath, NarrowingHeaders, OrganizationPath } from '../schemas/parameters.ts';
import { organizationIdOf } from './organization-commands.ts';

const tags = ['members'];
const faults = [...COMMAND, 'not_found', 'last_owner'] as const;
const changed = {
  status: 200,
  description: 'The member as it is now.',
  schema: MEMBER_ANSWER,
  narrows: true,
} as const;

/** Adding members, changing their roles, and removing them. */
export function registerMemberCommands(app: App, authority: Authority): void {
  const answer = answering(authority, (principal, id) => memberJson(authority.views.member(principal, id)));

  const put = {
    tags,
    operationId: 'putMember',
    summary: 'Add a member, or give one another role',
    description: 'Who is a member already has the role from then on. Nobody gives a role above their own.',
    params: OrganizationPath,
    headers: NarrowingHeaders,
    body: MemberBody,
    response: {
      ...responses({ status: 201, description: 'The new member.', schema: MEMBER_ANSWER }, []),
      ...responses(changed, faults),
    },
  };
  app.post('/organizations/:id/members', { schema: put }, async (request, reply) => {
    const organizationId = organizationIdOf(request.params.id);
    const { subject, role, reason, wait_for } = request.body;
    const outcome = await authority.members.put(callerOf(request, reason), organizationId, { subject, role });
    if (outcome.isNew) {
      reply.code(201).header('Location', `/v1/organizations/${organizationId}/members/${outcome.aggregateId}`);
    }
    return answer(request, reply, outcome, wait_for);
  });

  const remove = {
    tags,
    operationId: 'removeMember',
    summary: 'Remove a member',
    description:
      'An organization that has owners keeps one. `reason` and `wait_for` may be in the query or in the body.',
    params: MemberPath,
    headers: NarrowingHeaders,
    querystring: CommandBody,
    body: CommandBody,
    'x-body-optional': true,
    response: responses(changed, faults),
  };
  app.delete('/organizations/:id/members/:member_id', { schema: remove }, async (request, reply) => {
    const organizationId = organizationIdOf(request.params.id);
    const { member_id: id } = request.params;
    if (!isMemberId(id)) throw notFound('member');
    const caller = callerOf(request, request.body.reason ?? request.query.reason);
    const outcome = await authority.members.remove(caller, organizationId, id);
    return answer(request, reply, outcome, request.body.wait_for ?? request.query.wait_for);
  });
}
