import { type LedgerPosition, positionAt } from '@keyledger/domain';
import { type BarrierAnswer, type BarrierRequest, Fault, type FieldError, type HolderProof } from '@keyledger/ports';
import type * as wire from '@keyledger/proto';
import { MalformedWire } from './grant-wire.ts';

/** What a holder says of itself in one message of `ReportApplied`. */
export interface HolderReport {
  readonly ledgerId: string;
  /** Everything up to here is applied. */
  readonly applied: LedgerPosition;
  /** It has stopped for good: it uses no lease any more, and no answer that still arrives. */
  readonly giveBack: boolean;
  /** It knows no other authority: what it says is to be passed on. */
  readonly relay: boolean;
}

const PROOF_BYTES = 32;
/** As in the text of positions. */
const LEDGER_ID = /^[0-9a-z]{1,32}$/;

export function barrierRequestToWire(request: BarrierRequest): wire.BarrierRequest {
  const { nonce, proof, terms, isUrgent: urgent, sharesLimits = false } = request;
  return { nonce, proof: proofToWire(proof), ...terms, urgent, sharesLimits };
}

/** @throws Fault `validation_failed`, naming each bad field */
export function barrierRequestFromWire(request: wire.BarrierRequest__Output): BarrierRequest {
  const { nonce, stalenessMs, staleAllowanceMs, urgent, sharesLimits } = request;
  const errors = [
    ...numberErrors('nonce', nonce, 0),
    ...proofErrors(request.proof),
    ...numberErrors('staleness_ms', stalenessMs, 1),
    ...numberErrors('stale_allowance_ms', staleAllowanceMs, 0),
  ];
  refuseIfAny(errors);
  const terms = { stalenessMs, staleAllowanceMs };
  const asked = { nonce, proof: proofFromWire(request.proof), terms, isUrgent: urgent };
  return sharesLimits ? { ...asked, sharesLimits } : asked;
}

export function barrierAnswerToWire(answer: BarrierAnswer): wire.BarrierResponse {
  const { nonce, ledgerId, position, terms, limitSharers = 0 } = answer;
  return { nonce, ledgerId, position, ...terms, limitSharers };
}

/** @throws MalformedWire where it is no answer to the request: a lease must not come of it */
export function barrierAnswerFromWire(answer: wire.BarrierResponse__Output, request: BarrierRequest): BarrierAnswer {
  const { nonce, ledgerId, position, stalenessMs, staleAllowanceMs, limitSharers } = answer;
  const { terms: asked } = request;
  if (nonce !== request.nonce) throw new MalformedWire('nonce');
  if (!LEDGER_ID.test(ledgerId)) throw new MalformedWire('ledger_id');
  if (!isNumber(position, 0)) throw new MalformedWire('position');
  if (!isNumber(stalenessMs, 0) || stalenessMs > asked.stalenessMs) throw new MalformedWire('staleness_ms');
  if (!isNumber(staleAllowanceMs, 0) || staleAllowanceMs > asked.staleAllowanceMs)
    throw new MalformedWire('stale_allowance_ms');
  const granted = { nonce, ledgerId, position: positionAt(position), terms: { stalenessMs, staleAllowanceMs } };
  return limitSharers === 0 ? granted : { ...granted, limitSharers };
}

export function reportToWire(proof: HolderProof, report: HolderReport): wire.ReportAppliedRequest {
  return { proof: proofToWire(proof), ...report };
}

/** @throws Fault `validation_failed`, naming each bad field */
export function reportFromWire(message: wire.ReportAppliedRequest__Output): {
  readonly proof: HolderProof;
  readonly report: HolderReport;
} {
  const { proof, ledgerId, applied, giveBack, relay } = message;
  const errors = [...proofErrors(proof), ...numberErrors('applied', applied, -1)];
  if (!LEDGER_ID.test(ledgerId)) errors.push({ field: 'ledger_id', message: 'the id of a ledger' });
  refuseIfAny(errors);
  return { proof: proofFromWire(proof), report: { ledgerId, applied: positionAt(applied), giveBack, relay } };
}

const proofToWire = (proof: HolderProof): Buffer => Buffer.from(proof, 'hex');
const proofFromWire = (proof: Buffer): HolderProof => proof.toString('hex') as HolderProof;

/** The loader gives numbers: what is greater than 2^53 would be read as another one. */
const isNumber = (value: number, least: number): boolean => Number.isSafeInteger(value) && value >= least;

function numberErrors(field: string, value: number, least: number): FieldError[] {
  return isNumber(value, least) ? [] : [{ field, message: `from ${String(least)}, below 2^53` }];
}

function proofErrors(proof: Buffer): FieldError[] {
  return proof.length === PROOF_BYTES ? [] : [{ field: 'proof', message: `${String(PROOF_BYTES)} bytes` }];
}

function refuseIfAny(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw new Fault('validation_failed', 'The request is not valid.', { errors });
}
