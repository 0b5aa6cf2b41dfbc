import { BEFORE_FIRST } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';
import {
  barrierAnswerFromWire,
  barrierAnswerToWire,
  barrierRequestFromWire,
  barrierRequestToWire,
  reportFromWire,
  reportToWire,
} from '../src/barrier-wire.ts';
import { answerTo, proofOf, question } from './kit/leases.ts';
import { LEDGER_ID } from './kit/sample.ts';

type WireRequest = Parameters<typeof barrierRequestFromWire>[0];
type WireAnswer = Parameters<typeof barrierAnswerFromWire>[0];
type WireReport = Parameters<typeof reportFromWire>[0];

const REPORT = { ledgerId: LEDGER_ID, applied: BEFORE_FIRST, giveBack: true, relay: true };
const wireRequest = barrierRequestToWire(question(5, { isUrgent: true })) as WireRequest;
const wireAnswer = barrierAnswerToWire(answerTo(question(5))) as WireAnswer;
const wireReport = reportToWire(proofOf(9), REPORT) as WireReport;

/** What is beyond the numbers that JavaScript tells apart. */
const TOO_GREAT = 2 ** 53;

describe('what is asked and told of leases', () => {
  test('arrives as it was sent', () => {
    expect(barrierRequestFromWire(wireRequest)).toEqual(question(5, { isUrgent: true }));
    expect(barrierAnswerFromWire(wireAnswer, question(5))).toEqual(answerTo(question(5)));
    expect(reportFromWire(wireReport)).toEqual({ proof: proofOf(9), report: REPORT });
    const node = question(5, { sharesLimits: true });
    expect(barrierRequestFromWire(barrierRequestToWire(node) as WireRequest)).toEqual(node);
    const answer = { ...answerTo(node), limitSharers: 3 };
    expect(barrierAnswerFromWire(barrierAnswerToWire(answer) as WireAnswer, node)).toEqual(answer);
  });

  test.each<[string, Partial<WireRequest>]>([
    ['proof', { proof: Buffer.alloc(31) }],
    ['proof', { proof: Buffer.alloc(33) }],
    ['proof', { proof: Buffer.alloc(0) }],
    ['nonce', { nonce: TOO_GREAT }],
    ['staleness_ms', { stalenessMs: TOO_GREAT }],
    ['staleness_ms', { stalenessMs: 0 }],
    ['stale_allowance_ms', { staleAllowanceMs: TOO_GREAT }],
  ])('is refused by the name of the field: %s of a barrier request', (field, change) => {
    const read = (): unknown => barrierRequestFromWire({ ...wireRequest, ...change });
    expect(read).toThrow(
      expect.objectContaining({ code: 'validation_failed', errors: [{ field, message: expect.any(String) }] }),
    );
  });

  test.each<[string, Partial<WireReport>]>([
    ['proof', { proof: Buffer.alloc(16) }],
    ['applied', { applied: -2 }],
    ['applied', { applied: TOO_GREAT }],
    ['ledger_id', { ledgerId: '' }],
    ['ledger_id', { ledgerId: 'a'.repeat(33) }],
    ['ledger_id', { ledgerId: 'A-1' }],
  ])('is refused by the name of the field: %s of a report', (field, change) => {
    const read = (): unknown => reportFromWire({ ...wireReport, ...change });
    expect(read).toThrow(
      expect.objectContaining({ code: 'validation_failed', errors: [{ field, message: expect.any(String) }] }),
    );
  });

  test('names all bad fields at once', () => {
    const read = (): unknown => barrierRequestFromWire({ ...wireRequest, nonce: -1, proof: Buffer.alloc(1) });
    expect(read).toThrow(
      expect.objectContaining({
        errors: [
          { field: 'nonce', message: expect.any(String) },
          { field: 'proof', message: '32 bytes' },
        ],
      }),
    );
  });

  test.each<[string, Partial<WireAnswer>]>([
    ['nonce', { nonce: 6 }],
    ['ledger_id', { ledgerId: '' }],
    ['position', { position: -1 }],
    ['position', { position: TOO_GREAT }],
    ['staleness_ms', { stalenessMs: 3_001 }],
    ['stale_allowance_ms', { staleAllowanceMs: 501 }],
  ])('no lease comes of an answer whose %s does not fit the question', (field, change) => {
    expect(() => barrierAnswerFromWire({ ...wireAnswer, ...change }, question(5))).toThrow(field);
  });
});
