import type { NoticeRecord, OutgoingMessage, SecurityMinute } from '@keyledger/catalogue';
import type { WebhookKind } from '@keyledger/domain';
import { messageId } from '@keyledger/webhooks';
import { noticeJson } from '../http/schemas/notice.ts';
import { securityEventJson } from '../http/schemas/usage.ts';
import { formatTime } from '../http/times.ts';

const MINUTE_MS = 60_000;

/** Of a message that its owner asks for, to try an endpoint; no webhook is registered for it. */
const TEST_KIND = 'webhook.test';

export const noticeId = (webhookId: string, { kind, keyId, since }: NoticeRecord): string =>
  messageId(webhookId, kind, keyId, since);

/** What `GET /v1/notices` says. */
export const noticePayload = (notice: NoticeRecord, lastUsedAt: number | null): string =>
  payload(notice.kind, notice.since, noticeJson({ ...notice, lastUsedAt }));

export const securityId = (webhookId: string, minute: number): string =>
  messageId(webhookId, 'security.events', minute);

/** What `GET /v1/security-events` says of one minute. */
export function securityPayload(organizationId: string, minute: number, { rows, omitted }: SecurityMinute): string {
  const end = minute + MINUTE_MS;
  return payload('security.events', end, {
    organization_id: organizationId,
    start: formatTime(minute),
    end: formatTime(end),
    events: rows.map(securityEventJson),
    omitted,
  });
}

/** @param id chosen at random: each test is another message */
export function testMessage(id: string, webhookId: string, organizationId: string, now: number): OutgoingMessage {
  const data = { organization_id: organizationId, webhook_id: webhookId };
  return { id: messageId(webhookId, TEST_KIND, id), payload: payload(TEST_KIND, now, data), mayBeLeftOut: true };
}

/** As Standard Webhooks proposes. @param at when it happened */
const payload = (type: WebhookKind | typeof TEST_KIND, at: number, data: object): string =>
  JSON.stringify({ type, timestamp: formatTime(at), data });
