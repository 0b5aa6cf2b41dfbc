import { type WebhookId, isWebhookId } from '@keyledger/domain';
import type { Principal } from '@keyledger/ports';
import { notFound } from '../../access/permissions.ts';
import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { answering } from '../applied.ts';
import { principalOf } from '../authentication.ts';
import { callerOf } from '../caller.ts';
import { COMMAND, responses } from '../operation.ts';
import { CommandHeaders, OrganizationPath, WebhookPath } from '../schemas/parameters.ts';
import {
  CreateWebhookBody,
  RemoveWebhookBody,
  WEBHOOK,
  WEBHOOK_ANSWER,
  WEBHOOK_SECRET_ANSWER,
  createWebhookInput,
  webhookJson,
  webhookSecretJson,
} from '../schemas/webhook.ts';
import { organizationIdOf } from './organization-commands.ts';

const tags = ['webhooks'];
const faults = [...COMMAND, 'not_found'] as const;

function webhookIdOf(text: string): WebhookId {
  if (!isWebhookId(text)) throw notFound('webhook');
  return text;
}

/** Creating, removing and trying webhooks. */
export function registerWebhookCommands(app: App, authority: Authority): void {
  const shown = (principal: Principal, id: string) =>
    webhookJson(authority.views.webhook(principal, id), authority.deliveries.of(id));
  const answer = answering(authority, shown);

  const create = {
    tags,
    operationId: 'createWebhook',
    summary: 'Create a webhook',
    description: 'The answer shows the secret that its messages are signed by, this once.',
    params: OrganizationPath,
    headers: CommandHeaders,
    body: CreateWebhookBody,
    response: responses({ status: 201, description: 'The new webhook.', schema: WEBHOOK_SECRET_ANSWER }, faults),
  };
  app.post('/organizations/:id/webhooks', { schema: create }, async (request, reply) => {
    const organizationId = organizationIdOf(request.params.id);
    const caller = callerOf(request, request.body.reason);
    const outcome = await authority.webhooks.create(caller, organizationId, createWebhookInput(request.body));
    reply.code(201).header('Location', `/v1/organizations/${organizationId}/webhooks/${outcome.aggregateId}`);
    return { ...(await answer(request, reply, outcome)), ...webhookSecretJson(outcome.secret) };
  });

  const remove = {
    tags,
    operationId: 'removeWebhook',
    summary: 'Remove a webhook',
    description: 'Each replica stops sending as soon as it has read that. `reason` may be in the query or in the body.',
    params: WebhookPath,
    headers: CommandHeaders,
    querystring: RemoveWebhookBody,
    body: RemoveWebhookBody,
    'x-body-optional': true,
    response: responses({ status: 200, description: 'The webhook as it is now.', schema: WEBHOOK_ANSWER }, faults),
  };
  app.delete('/organizations/:id/webhooks/:webhook_id', { schema: remove }, async (request, reply) => {
    const organizationId = organizationIdOf(request.params.id);
    const id = webhookIdOf(request.params.webhook_id);
    const caller = callerOf(request, request.body.reason ?? request.query.reason);
    return answer(request, reply, await authority.webhooks.remove(caller, organizationId, id));
  });

  const test = {
    tags,
    operationId: 'testWebhook',
    summary: 'Send a webhook a test message',
    description:
      'A signed `webhook.test`, by the replica that answers; how that went stands in `delivery` later. It is refused ' +
      'with `rate_limited` while as many messages wait for the webhook as may.',
    params: WebhookPath,
    response: responses({ status: 202, description: 'The message is on its way.', schema: WEBHOOK }, faults),
  };
  app.post('/organizations/:id/webhooks/:webhook_id/test', { schema: test }, async (request, reply) => {
    const organizationId = organizationIdOf(request.params.id);
    const id = webhookIdOf(request.params.webhook_id);
    await authority.webhooks.test(principalOf(request), organizationId, id);
    reply.code(202);
    return shown(principalOf(request), id);
  });
}
