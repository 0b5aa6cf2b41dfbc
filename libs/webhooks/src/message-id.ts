import { hash } from 'node:crypto';

const DIGITS = 40;

/** The id of the message that says one thing to one endpoint: the same from every replica, and at every attempt. */
export function messageId(webhookId: string, kind: string, ...what: readonly (string | number)[]): string {
  return `msg_${hash('sha256', JSON.stringify([webhookId, kind, ...what])).slice(0, DIGITS)}`;
}
