import { unary } from '@keyledger/grpc';
import type { Principal } from '@keyledger/ports';
import type { KeyLifecycleHandlers } from '@keyledger/proto';
import type * as wire from '@keyledger/proto';
import type { WebhookOutcome } from '../../application/webhook-commands.ts';
import type { Outcome } from '../../ledger/command-log.ts';
import { listToWire, webhookToWire } from '../lifecycle-records.ts';
import { pageOf, webhookInput } from '../lifecycle-requests.ts';
import { type LifecycleContext, command, history, read } from './call.ts';

type Handlers = Pick<
  KeyLifecycleHandlers,
  'CreateWebhook' | 'GetWebhook' | 'ListWebhooks' | 'RemoveWebhook' | 'TestWebhook' | 'GetWebhookHistory'
>;

export function webhookCalls(context: LifecycleContext): Handlers {
  const { webhooks, deliveries, queries, views } = context.authority;
  const viewOf = (principal: Principal, id: string): wire.Webhook =>
    webhookToWire(views.webhook(principal, id), deliveries.of(id));
  const show = (principal: Principal, { aggregateId }: Outcome) => ({ webhook: viewOf(principal, aggregateId) });
  return {
    CreateWebhook: command(
      context,
      (caller, request: wire.CreateWebhookRequest__Output) =>
        webhooks.create(caller, request.organizationId, webhookInput(request)),
      (principal, outcome: WebhookOutcome) => ({ ...show(principal, outcome), secret: outcome.secret ?? '' }),
    ),
    RemoveWebhook: command(
      context,
      (caller, { organizationId, id }: wire.RemoveWebhookRequest__Output) =>
        webhooks.remove(caller, organizationId, id),
      show,
    ),
    TestWebhook: unary(context.service, async (request: wire.TestWebhookRequest__Output, { caller }) => {
      const { organizationId, id } = request;
      await webhooks.test(caller.principal, organizationId, id);
      return { webhook: viewOf(caller.principal, id) };
    }),
    GetWebhook: read(context, (principal, { organizationId, id }: wire.GetWebhookRequest__Output) => ({
      webhook: webhookToWire(queries.webhook(principal, organizationId, id), deliveries.of(id)),
    })),
    ListWebhooks: read(context, (principal, request: wire.ListWebhooksRequest__Output) =>
      listToWire(queries.webhooks(principal, request.organizationId, pageOf(request)), (record) =>
        webhookToWire(record, deliveries.of(record.id)),
      ),
    ),
    GetWebhookHistory: history(
      context,
      (principal, { organizationId, id }: wire.GetWebhookHistoryRequest__Output, page) =>
        queries.webhookHistory(principal, organizationId, id, page),
    ),
  };
}
