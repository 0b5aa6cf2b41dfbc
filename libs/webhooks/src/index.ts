export { type AttemptResult, Dispatcher, type DispatcherOptions, type Endpoint } from './dispatcher.ts';
export { messageId } from './message-id.ts';
export { namesPrivateAddress } from './public-address.ts';
export { MAX_RETRY_AFTER_MS, RETRY_DELAYS_MS, holdUntil, retryAfter, retryAt } from './retries.ts';
export { type SendOptions, type SendOutcome, sendWebhook } from './send.ts';
export { type WebhookMessage, signedHeaders, signingSecret } from './signature.ts';
