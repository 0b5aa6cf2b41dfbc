import { type BusyHour as BusyHourRecord, NOTICE_KINDS } from '@keyledger/domain';
import { type Static, Type } from 'typebox';
import type { NoticeView } from '../../application/notice-queries.ts';
import { formatTime, formatTimeOrNull } from '../times.ts';
import { PageFields, Time, literals, nullable, reference, strictObject } from './common.ts';

const BusyHour = Type.Object(
  {
    start: Time,
    requests: Type.Integer({ description: 'Each by the cost of its route.' }),
    per_hour: Type.Number({ description: "What the key's tier allows in an hour." }),
  },
  { description: 'Of `key.near_limit` alone: the last such hour.' },
);

export const Notice = Type.Object(
  {
    kind: literals(NOTICE_KINDS),
    organization_id: Type.String(),
    key_id: Type.String(),
    key_name: Type.String(),
    since: Time,
    until: nullable({ ...Time, description: 'When it ends unless the key changes; null: it does not end by itself.' }),
    expires_at: nullable(Time),
    secret_created_at: { ...Time, description: 'When the newest secret of the key was made.' },
    last_used_at: nullable(Time),
    busy_hour: nullable(BusyHour),
  },
  { $id: 'Notice' },
);
export const NOTICE = reference(Notice);

export const NoticeParameters = strictObject({
  ...PageFields,
  organization_id: Type.Optional(Type.String({ description: 'Left out: all that the caller may see.' })),
  kind: Type.Optional(literals(NOTICE_KINDS)),
});

export function noticeJson(record: NoticeView): Static<typeof Notice> {
  const { kind, organizationId, keyId, keyName, since, until, expiresAt, secretCreatedAt, lastUsedAt, busyHour } =
    record;
  return {
    kind,
    organization_id: organizationId,
    key_id: keyId,
    key_name: keyName,
    since: formatTime(since),
    until: formatTimeOrNull(until),
    expires_at: formatTimeOrNull(expiresAt),
    secret_created_at: formatTime(secretCreatedAt),
    last_used_at: formatTimeOrNull(lastUsedAt),
    busy_hour: busyHour && busyHourJson(busyHour),
  };
}

const busyHourJson = ({ start, requests, perHour }: BusyHourRecord): Static<typeof BusyHour> => ({
  start: formatTime(start),
  requests,
  per_hour: perHour,
});
