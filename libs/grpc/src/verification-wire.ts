import { type ReasonCode, formatPosition, isReasonCode, parsePosition } from '@keyledger/domain';
import { Fault, type Verification } from '@keyledger/ports';
import type { VerifyResponse, VerifyResponse__Output as VerifyResponseRead } from '@keyledger/proto';
import { MalformedWire, grantFromWire, grantToWire } from './grant-wire.ts';

/** Faults that a batch carries as the answer to one of its requests, so that the others are answered. */
const FAULT_REASONS = ['digest_key_unavailable', 'rate_limited'] as const satisfies readonly ReasonCode[];
export type FaultReason = (typeof FAULT_REASONS)[number];

export function verificationToWire(verification: Verification, ledgerId: string): VerifyResponse {
  const { reasonCode, grant, position } = verification;
  return {
    allowed: reasonCode === '',
    reasonCode,
    grant: grant === null ? null : grantToWire(grant),
    position: formatPosition(ledgerId, position),
  };
}

export const faultReasonToWire = (reasonCode: FaultReason): VerifyResponse => ({ allowed: false, reasonCode });

/**
 * @param ledgerId the ledger that the answer must come from; null: any.
 * @throws Fault where the answer is that there is none, or is not as the contract says: never an allow.
 */
export function verificationFromWire(wire: VerifyResponseRead, ledgerId: string | null): Verification {
  const fault = FAULT_REASONS.find((reason) => reason === wire.reasonCode);
  if (fault !== undefined) throw new Fault(fault, 'The key could not be verified now.');
  try {
    return readVerification(wire, ledgerId);
  } catch (error) {
    if (!(error instanceof MalformedWire)) throw error;
    const internal = `malformed answer of the authority: ${error.message}`;
    throw new Fault('digest_key_unavailable', 'The key could not be verified now.', { internal });
  }
}

function readVerification(wire: VerifyResponseRead, ledgerId: string | null): Verification {
  const { allowed, reasonCode } = wire;
  if (reasonCode !== '' && !isReasonCode(reasonCode)) throw new MalformedWire('reason_code');
  if (allowed !== (reasonCode === '')) throw new MalformedWire('allowed');
  if (allowed && wire.grant === null) throw new MalformedWire('grant');
  const parsed = parsePosition(wire.position);
  if (parsed === null || !Number.isSafeInteger(parsed.position)) throw new MalformedWire('position');
  if (ledgerId !== null && parsed.ledgerId !== ledgerId) throw new MalformedWire('position: another ledger');
  return { reasonCode, grant: wire.grant === null ? null : grantFromWire(wire.grant), position: parsed.position };
}
