export { Dispatcher, type DispatcherOptions } from './dispatcher.ts';
export type { Delivery, FailedAttempt, Outbox } from './outbox.ts';
export { isPublicAddress } from './public-address.ts';
export { RETRY_DELAYS_MS, retryAt } from './retries.ts';
export { type SendOptions, type SendOutcome, sendWebhook } from './send.ts';
export { type WebhookMessage, signedHeaders, signingSecret } from './signature.ts';
