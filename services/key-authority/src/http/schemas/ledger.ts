import { MAX_HOLD_MS, formatPosition } from '@keyledger/domain';
import { type Static, Type } from 'typebox';
import type { LeaseStatus, LedgerStatus as Status } from '../../application/authority.ts';
import { AppliedFields } from './applied.ts';
import { Reason, literals, nullable, strictObject } from './common.ts';

const MaxHold = { description: 'The longest lease that may be granted.' };

const Lease = Type.Object(
  {
    state: literals(['fresh', 'stale', 'none'], {
      description: '`stale`: kept by what is allowed for an outage; `none`: it has ended.',
    }),
    age_ms: Type.Integer({ description: 'Since it was asked for.' }),
    remaining_ms: Type.Integer(),
  },
  { description: "This replica's own; null: it never held one." },
);

export const LedgerStatus = Type.Object(
  {
    ledger_id: Type.String(),
    position: Type.String({ description: 'Everything up to here is applied.' }),
    ready: Type.Boolean(),
    max_hold_ms: Type.Integer(MaxHold),
    lease: nullable(Lease),
    holders: Type.Integer({ description: 'How many may hold a lease now, as far as this replica knows.' }),
  },
  { $id: 'LedgerStatus' },
);

export const UpdateLedgerBody = strictObject({
  max_hold_ms: Type.Integer({ minimum: MAX_HOLD_MS.least, maximum: MAX_HOLD_MS.most, ...MaxHold }),
  reason: Type.Optional(Reason),
});

export const LedgerAnswer = Type.Object(
  { ledger_id: Type.String(), max_hold_ms: Type.Integer(MaxHold), ...AppliedFields },
  { $id: 'LedgerAnswer' },
);

export function ledgerStatusJson(
  { ledgerId, applied, ready }: Status,
  { maxHoldMs, lease: { kind, ageMs, remainingMs }, holders }: LeaseStatus,
): Static<typeof LedgerStatus> {
  const held = { age_ms: Math.round(ageMs ?? 0), remaining_ms: Math.round(remainingMs) };
  return {
    ledger_id: ledgerId,
    position: formatPosition(ledgerId, applied),
    ready,
    max_hold_ms: maxHoldMs,
    lease: ageMs === null ? null : { state: kind, ...held },
    holders,
  };
}
