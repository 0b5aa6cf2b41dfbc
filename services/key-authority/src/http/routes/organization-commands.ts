import { type OrganizationId, isOrganizationId } from '@keyledger/domain';
import { notFound } from '../../access/permissions.ts';
import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { answering } from '../applied.ts';
import { callerOf } from '../caller.ts';
import { COMMAND, responses } from '../operation.ts';
import { CommandBody } from '../schemas/common.ts';
import {
  CreateOrganizationBody,
  ORGANIZATION_ANSWER,
  UpdateOrganizationBody,
  createOrganizationInput,
  organizationChanges,
  organizationJson,
} from '../schemas/organization.ts';
import { CommandHeaders, NarrowingHeaders, OrganizationPath, UpdateHeaders } from '../schemas/parameters.ts';
import { ifMatch, setVersion } from '../versions.ts';

const tags = ['organizations'];
const changed = { description: 'The organization as it is now.', schema: ORGANIZATION_ANSWER, etag: true } as const;

/** A text that is no id of an organization names none. @throws Fault `not_found` */
export function organizationIdOf(text: string): OrganizationId {
  if (!isOrganizationId(text)) throw notFound('organization');
  return text;
}

export function registerOrganizationCommands(app: App, authority: Authority): void {
  const answer = answering(authority, (principal, id, reply) => {
    const record = authority.views.organization(principal, id);
    setVersion(reply, record.version);
    return organizationJson(record);
  });

  const create = {
    tags,
    operationId: 'createOrganization',
    summary: 'Create an organization',
    headers: CommandHeaders,
    body: CreateOrganizationBody,
    response: responses({ ...changed, status: 201 }, [...COMMAND, 'slug_taken']),
  };
  app.post('/organizations', { schema: create }, async (request, reply) => {
    const caller = callerOf(request, request.body.reason);
    const outcome = await authority.organizations.create(caller, createOrganizationInput(request.body));
    reply.code(201).header('Location', `/v1/organizations/${outcome.aggregateId}`);
    return answer(request, reply, outcome);
  });

  const update = {
    tags,
    operationId: 'updateOrganization',
    summary: 'Change an organization',
    params: OrganizationPath,
    headers: UpdateHeaders,
    body: UpdateOrganizationBody,
    response: responses({ ...changed, status: 200, narrows: true }, [...COMMAND, 'not_found', 'version_mismatch']),
  };
  app.patch('/organizations/:id', { schema: update }, async (request, reply) => {
    const id = organizationIdOf(request.params.id);
    const caller = callerOf(request, request.body.reason);
    const changes = organizationChanges(request.body);
    const outcome = await authority.organizations.update(caller, id, ifMatch(request), changes);
    return answer(request, reply, outcome, request.body.wait_for);
  });

  for (const verb of ['pause', 'resume'] as const) {
    const narrows = verb === 'pause';
    const schema = {
      tags,
      operationId: `${verb}Organization`,
      summary: verb === 'pause' ? 'Refuse every key of an organization' : 'Let the keys of an organization work again',
      params: OrganizationPath,
      headers: narrows ? NarrowingHeaders : CommandHeaders,
      body: CommandBody,
      'x-body-optional': true,
      response: responses({ ...changed, status: 200, narrows }, [...COMMAND, 'not_found']),
    };
    app.post(`/organizations/:id/${verb}`, { schema }, async (request, reply) => {
      const id = organizationIdOf(request.params.id);
      const outcome = await authority.organizations[verb](callerOf(request, request.body.reason), id);
      return answer(request, reply, outcome, request.body.wait_for);
    });
  }
}
