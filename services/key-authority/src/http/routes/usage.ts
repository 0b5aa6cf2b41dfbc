import { reasonsOf } from '@keyledger/domain';
import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { principalOf } from '../authentication.ts';
import { READ, responses } from '../operation.ts';
import { pageJson, pageQuery } from '../page-query.ts';
import { page, reference } from '../schemas/common.ts';
import { KeyPath } from '../schemas/parameters.ts';
import {
  SecurityEvent,
  SecurityEventParameters,
  Usage,
  UsageParameters,
  groupsOf,
  securityEventJson,
  usageJson,
} from '../schemas/usage.ts';
import { checkedTime, formatTimeOrNull } from '../times.ts';

const tags = ['usage'];
const faults = [...READ, 'not_found', 'rate_limited'] as const;

const timeOrNull = (text: string | undefined): number | null => (text === undefined ? null : checkedTime(text));

export function registerUsage(app: App, authority: Authority): void {
  const usage = {
    tags,
    operationId: 'getKeyUsage',
    summary: 'What a key was used for',
    description:
      'By whole intervals: those that `from` and `to` are in, the last day where they are left out. Nodes report every few seconds.',
    params: KeyPath,
    querystring: UsageParameters,
    response: responses({ status: 200, description: 'The usage.', schema: reference(Usage) }, faults),
  };
  app.get('/keys/:id/usage', { schema: usage }, async (request) => {
    const { id } = request.params;
    const { from, to, interval = 'hour', group_by } = request.query;
    const question = { from: timeOrNull(from), to: timeOrNull(to), interval, groups: groupsOf(group_by) };
    const answer = authority.usage.ofKey(principalOf(request), id, question);
    return usageJson(id, interval, formatTimeOrNull(authority.usage.lastUsedAt(id)), answer);
  });

  const events = {
    tags,
    operationId: 'listSecurityEvents',
    summary: 'Refusals and the like that somebody should see, newest first',
    description: 'Counted by reason, source, key and minute.',
    querystring: SecurityEventParameters,
    response: responses({ status: 200, description: 'A page.', schema: page(reference(SecurityEvent)) }, faults),
  };
  app.get('/security-events', { schema: events }, async (request) => {
    const { from, to, category, organization_id, key_id } = request.query;
    const found = authority.usage.securityEvents(principalOf(request), {
      ...pageQuery(request.query),
      organizationId: organization_id ?? null,
      keyId: key_id ?? null,
      reasons: category === undefined ? null : reasonsOf(category),
      from: timeOrNull(from),
      to: timeOrNull(to),
    });
    return pageJson(found, securityEventJson);
  });
}
