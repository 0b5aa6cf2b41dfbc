import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { principalOf } from '../authentication.ts';
import { READ, responses } from '../operation.ts';
import { pageJson, pageQuery } from '../page-query.ts';
import { PageParameters, page } from '../schemas/common.ts';
import { OrganizationPath, ReadHeaders, WebhookPath } from '../schemas/parameters.ts';
import { WEBHOOK, webhookJson } from '../schemas/webhook.ts';
import { historyJson, historySchema } from './history.ts';

const tags = ['webhooks'];
const faults = [...READ, 'not_found'] as const;

/** Reading webhooks. */
export function registerWebhooks(app: App, authority: Authority): void {
  const list = {
    tags,
    operationId: 'listWebhooks',
    summary: "An organization's webhooks, newest first",
    description: 'Those that were removed are among them.',
    params: OrganizationPath,
    querystring: PageParameters,
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'A page of webhooks.', schema: page(WEBHOOK) }, faults),
  };
  app.get('/organizations/:id/webhooks', { schema: list }, async (request) => {
    const { id } = request.params;
    const found = authority.queries.webhooks(principalOf(request), id, pageQuery(request.query));
    return pageJson(found, (each) => webhookJson(each, authority.deliveries.of(each.id)));
  });

  const get = {
    tags,
    operationId: 'getWebhook',
    summary: 'One webhook',
    params: WebhookPath,
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'The webhook.', schema: WEBHOOK }, faults),
  };
  app.get('/organizations/:id/webhooks/:webhook_id', { schema: get }, async (request) => {
    const { id, webhook_id } = request.params;
    const record = authority.queries.webhook(principalOf(request), id, webhook_id);
    return webhookJson(record, authority.deliveries.of(record.id));
  });

  const history = historySchema('webhooks', 'getWebhookHistory', 'a webhook', WebhookPath);
  app.get('/organizations/:id/webhooks/:webhook_id/history', { schema: history }, async (request) => {
    const { id, webhook_id } = request.params;
    const found = authority.queries.webhookHistory(principalOf(request), id, webhook_id, pageQuery(request.query));
    return historyJson(authority, found);
  });
}
