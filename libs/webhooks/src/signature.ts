import { type KeyObject, createHmac } from 'node:crypto';

/** One message; every attempt to deliver it has the same id and the same bytes. */
export interface WebhookMessage {
  readonly id: string;
  readonly payload: string;
}

const SECRET_PREFIX = 'whsec_';
const DOMAIN = 'keyledger/webhook/v1/';

/**
 * The secret of an endpoint, as its owner is shown it: made from a digest key and the endpoint's id, so that nothing of it
 * is stored anywhere. Digests of keys begin otherwise, so that neither can be taken for the other.
 */
export function signingSecret(digestKey: KeyObject, webhookId: string): string {
  return SECRET_PREFIX + createHmac('sha256', digestKey).update(`${DOMAIN}${webhookId}`).digest('base64');
}

/** The headers of Standard Webhooks 1.0. @param now milliseconds since the epoch, of this attempt */
export function signedHeaders(secret: string, { id, payload }: WebhookMessage, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
