import type { EventRecord } from '@keyledger/catalogue';
import { type RateLimit, formatPosition } from '@keyledger/domain';
import { type Static, Type } from 'typebox';
import { formatTime } from '../times.ts';
import { Time, nullable, reference } from './common.ts';
import { limitsJson } from './limits.ts';

export const LedgerEvent = Type.Object(
  {
    type: Type.String({ description: 'Such as key.created.' }),
    position: Type.String(),
    id: Type.String({ description: 'Of what changed: an organization, key, member, token or webhook.' }),
    organization_id: nullable(Type.String()),
    version: Type.Integer({ description: 'The version that the event made.' }),
    occurred_at: Time,
    actor: Type.Object({
      subject: Type.String(),
      kind: Type.String(),
      address: Type.String({ description: 'Empty where there was none.' }),
    }),
    reason: Type.String(),
    changes: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
  },
  { $id: 'LedgerEvent' },
);
export const LEDGER_EVENT = reference(LedgerEvent);

/** Fields of events that are times, which the catalogue has in milliseconds. */
const TIMES: ReadonlySet<string> = new Set(['expiresAt', 'overlapEndsAt']);

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function valueJson(name: string, value: unknown): unknown {
  if (TIMES.has(name) && typeof value === 'number') return formatTime(value);
  return name === 'limits' ? limitsJson(value as RateLimit | null) : value;
}

/** The names of the event alone are the API's; those inside of metadata are its owner's. */
export function changesJson(changes: EventRecord['changes']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).map(([name, value]) => [snakeCase(name), valueJson(name, value)]));
}

export function eventJson(record: EventRecord, ledgerId: string): Static<typeof LedgerEvent> {
  const { type, position, aggregateId, organizationId, version, occurredAt, actor, reason, changes } = record;
  return {
    type,
    position: formatPosition(ledgerId, position),
    id: aggregateId,
    organization_id: organizationId,
    version,
    occurred_at: formatTime(occurredAt),
    actor: { subject: actor.subject, kind: actor.kind, address: actor.address },
    reason,
    changes: changesJson(changes),
  };
}
