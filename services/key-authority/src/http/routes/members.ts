import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { principalOf } from '../authentication.ts';
import { READ, responses } from '../operation.ts';
import { pageJson, pageQuery } from '../page-query.ts';
import { page } from '../schemas/common.ts';
import { MEMBER, MemberParameters, memberJson } from '../schemas/member.ts';
import { MemberPath, OrganizationPath, ReadHeaders } from '../schemas/parameters.ts';
import { historyJson, historySchema } from './history.ts';

const tags = ['members'];
const faults = [...READ, 'not_found'] as const;

/** Reading members. */
export function registerMembers(app: App, authority: Authority): void {
  const list = {
    tags,
    operationId: 'listMembers',
    summary: "An organization's members, newest first",
    description: 'Those who were removed are among them, unless `state` says otherwise.',
    params: OrganizationPath,
    querystring: MemberParameters,
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'A page of members.', schema: page(MEMBER) }, faults),
  };
  app.get('/organizations/:id/members', { schema: list }, async (request) => {
    const { state = null } = request.query;
    const query = { ...pageQuery(request.query), organizationId: request.params.id, state };
    const found = authority.queries.members(principalOf(request), query);
    return pageJson(found, memberJson);
  });

  const get = {
    tags,
    operationId: 'getMember',
    summary: 'One member',
    params: MemberPath,
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'The member.', schema: MEMBER }, faults),
  };
  app.get('/organizations/:id/members/:member_id', { schema: get }, async (request) => {
    const { id, member_id } = request.params;
    return memberJson(authority.queries.member(principalOf(request), id, member_id));
  });

  const history = historySchema('members', 'getMemberHistory', 'a member', MemberPath);
  app.get('/organizations/:id/members/:member_id/history', { schema: history }, async (request) => {
    const { id, member_id } = request.params;
    const found = authority.queries.memberHistory(principalOf(request), id, member_id, pageQuery(request.query));
    return historyJson(authority, found);
  });
}
