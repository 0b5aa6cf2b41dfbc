import type { KeyObject } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import { signingSecret } from '@keyledger/webhooks';

/** Digest keys, as far as the secrets of webhooks are made from them (docs/adr/0008). */
export interface WebhookKeys {
  /** The one that is used for what is new. @throws Fault `digest_key_unavailable` */
  active(): { readonly id: string; readonly key: KeyObject };
  /** Undefined: it is not loaded. */
  get(digestKeyId: string): KeyObject | undefined;
}

/** What a webhook's messages are signed by; null: its digest key is not loaded now, or there is no such webhook. */
export function webhookSecret(directory: Directory, keys: WebhookKeys, webhookId: string): string | null {
  const key = keys.get(directory.webhook(webhookId)?.state.digestKeyId ?? '');
  return key === undefined ? null : signingSecret(key, webhookId);
}
