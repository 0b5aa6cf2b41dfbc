import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { principalOf } from '../authentication.ts';
import { READ, responses } from '../operation.ts';
import { page } from '../schemas/common.ts';
import { ORGANIZATION, OrganizationParameters, organizationJson } from '../schemas/organization.ts';
import { OrganizationPath, ReadHeaders } from '../schemas/parameters.ts';
import { setVersion } from '../versions.ts';
import { pageJson, pageQuery } from '../page-query.ts';
import { historyJson, historySchema } from './history.ts';

const tags = ['organizations'];

/** Reading organizations. */
export function registerOrganizations(app: App, authority: Authority): void {
  const list = {
    tags,
    operationId: 'listOrganizations',
    summary: 'The organizations that the caller can see, newest first',
    querystring: OrganizationParameters,
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'A page of organizations.', schema: page(ORGANIZATION) }, READ),
  };
  app.get('/organizations', { schema: list }, async (request) => {
    const query = { ...pageQuery(request.query), q: request.query.q ?? null };
    const found = authority.queries.organizations(principalOf(request), query);
    return pageJson(found, organizationJson);
  });

  const get = {
    tags,
    operationId: 'getOrganization',
    summary: 'One organization',
    params: OrganizationPath,
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'The organization.', schema: ORGANIZATION, etag: true }, [
      ...READ,
      'not_found',
    ]),
  };
  app.get('/organizations/:id', { schema: get }, async (request, reply) => {
    const record = authority.queries.organization(principalOf(request), request.params.id);
    setVersion(reply, record.version);
    return organizationJson(record);
  });

  const history = historySchema('organizations', 'getOrganizationHistory', 'an organization', OrganizationPath);
  app.get('/organizations/:id/history', { schema: history }, async (request) => {
    const { id } = request.params;
    const found = authority.queries.organizationHistory(principalOf(request), id, pageQuery(request.query));
    return historyJson(authority, found);
  });
}
