import type { Actor, ActorKind, Attempt, CommandId, Noop } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';
import { type Attempt__Output, ledgerRecordDefinition } from '@keyledger/proto';
import { eventFromWire } from './event-from-wire.ts';
import { eventToWire } from './event-to-wire.ts';
import { noopFromWire, noopToWire } from './noop.ts';

/** What one ledger record says. */
export type DecodedRecord =
  { readonly kind: 'attempt'; readonly attempt: Attempt } | { readonly kind: 'noop'; readonly noop: Noop };

export function encodeAttempt(attempt: Attempt): Uint8Array {
  const { aggregateId, expectedVersion, occurredAt, actor, reason } = attempt;
  return ledgerRecordDefinition.serialize({
    attempt: {
      commandId: Buffer.from(attempt.commandId, 'hex'),
      fingerprint: Buffer.from(attempt.fingerprint, 'hex'),
      aggregateId,
      ...(expectedVersion === null ? {} : { expectedVersion }),
      occurredAtMs: occurredAt,
      actor: { ...actor },
      reason,
      ...eventToWire(attempt.event),
    },
  });
}

export function encodeNoop(noop: Noop): Uint8Array {
  return ledgerRecordDefinition.serialize({ noop: noopToWire(noop) });
}

/** @throws Fault `ledger_corrupt` where the bytes are no record that any version could have written. */
export function decodeRecord(value: Uint8Array): DecodedRecord {
  try {
    const record = ledgerRecordDefinition.deserialize(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    if (record.attempt) return { kind: 'attempt', attempt: attemptFromWire(record.attempt) };
    if (record.noop) return { kind: 'noop', noop: noopFromWire(record.noop) };
  } catch (cause) {
    throw unreadable(cause);
  }
  throw unreadable(undefined);
}

function unreadable(cause: unknown): Fault {
  const internal =
    'A ledger record is neither an attempt nor a no-op: written by something else, or by a later version.';
  return new Fault('ledger_corrupt', 'The ledger holds a record that cannot be read.', { internal, cause });
}

function attemptFromWire(attempt: Attempt__Output): Attempt {
  return {
    commandId: attempt.commandId.toString('hex') as CommandId,
    fingerprint: attempt.fingerprint.toString('hex'),
    aggregateId: attempt.aggregateId,
    expectedVersion: attempt.expectedVersion ?? null,
    occurredAt: attempt.occurredAtMs,
    actor: actorFromWire(attempt.actor),
    reason: attempt.reason,
    event: eventFromWire(attempt),
  };
}

/** Kinds inform people and decide nothing, so one of a later version is kept as it stands. */
function actorFromWire(actor: { subject: string; kind: string; address: string } | null): Actor {
  if (actor === null) return { subject: '', kind: 'system', address: '' };
  return { subject: actor.subject, kind: actor.kind as ActorKind, address: actor.address };
}
