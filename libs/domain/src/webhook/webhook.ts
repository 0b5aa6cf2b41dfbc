import type { OrganizationId, WebhookId } from '../ids.ts';
import { NOTICE_KINDS } from '../notices/notices.ts';

/** What an endpoint can be told of; docs/webhooks.md shows the same list. */
export const WEBHOOK_KINDS = [...NOTICE_KINDS, 'security.events'] as const;
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

/** An address outside of the deployment that is told what an organization should look at (docs/adr/0008). */
export interface WebhookState {
  readonly type: 'webhook';
  readonly id: WebhookId;
  readonly organizationId: OrganizationId;
  readonly url: string;
  readonly kinds: readonly WebhookKind[];
  /** The digest key that its secret is made from. */
  readonly digestKeyId: string;
  /** For ever. */
  readonly removed: boolean;
}
