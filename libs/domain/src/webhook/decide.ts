import { type Decision, UNCHANGED } from '../decision.ts';
import type { WebhookEvent } from '../events.ts';
import type { WebhookState } from './webhook.ts';

/** Webhooks know one command: remove, accepted in any state but removed. */
export function decideWebhookRemove(webhook: WebhookState): Decision<WebhookEvent> {
  return webhook.removed ? UNCHANGED : { kind: 'append', event: { type: 'webhook.removed' }, unconditional: true };
}
