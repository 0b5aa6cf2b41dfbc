import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { principalOf } from '../authentication.ts';
import { READ, responses } from '../operation.ts';
import { pageJson, pageQuery } from '../page-query.ts';
import { page } from '../schemas/common.ts';
import { KEY, KeyParameters, keyJson } from '../schemas/key.ts';
import { KeyPath, OrganizationPath, ReadHeaders } from '../schemas/parameters.ts';
import { checkedTime } from '../times.ts';
import { setVersion } from '../versions.ts';
import { historyJson, historySchema } from './history.ts';

const tags = ['keys'];
const faults = [...READ, 'not_found'] as const;

/** Reading keys. */
export function registerKeys(app: App, authority: Authority): void {
  const list = {
    tags,
    operationId: 'listKeys',
    summary: "An organization's keys, newest first",
    params: OrganizationPath,
    querystring: KeyParameters,
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'A page of keys.', schema: page(KEY) }, faults),
  };
  app.get('/organizations/:id/keys', { schema: list }, async (request) => {
    const { state = null, expiring_before, q = null } = request.query;
    const found = authority.queries.keys(principalOf(request), {
      ...pageQuery(request.query),
      organizationId: request.params.id,
      state,
      expiringBefore: expiring_before === undefined ? null : checkedTime(expiring_before),
      q,
    });
    return pageJson(found, keyJson);
  });

  const get = {
    tags,
    operationId: 'getKey',
    summary: 'One key',
    params: KeyPath,
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'The key.', schema: KEY, etag: true }, faults),
  };
  app.get('/keys/:id', { schema: get }, async (request, reply) => {
    const record = authority.queries.key(principalOf(request), request.params.id);
    setVersion(reply, record.version);
    return keyJson(record);
  });

  const history = historySchema('keys', 'getKeyHistory', 'a key', KeyPath);
  app.get('/keys/:id/history', { schema: history }, async (request) => {
    const { id } = request.params;
    const found = authority.queries.keyHistory(principalOf(request), id, pageQuery(request.query));
    return historyJson(authority, found);
  });
}
