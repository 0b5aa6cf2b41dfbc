import type { WebhookCreated } from '../events.ts';
import type { WebhookId } from '../ids.ts';
import type { WebhookState } from './webhook.ts';

export function createWebhook(id: WebhookId, event: WebhookCreated): WebhookState {
  const { organizationId, url, kinds, digestKeyId } = event;
  return { type: 'webhook', id, organizationId, url, kinds, digestKeyId, removed: false };
}

export const removeWebhook = (webhook: WebhookState): WebhookState => ({ ...webhook, removed: true });
