import { Metadata, type ServiceError, type StatusObject, status } from '@grpc/grpc-js';
import { FAULT_CODES, Fault, type Logger, silentLogger } from '@keyledger/ports';
import { describe, expect, test } from 'vitest';
import { faultOf, statusOf } from '../src/status.ts';

const asReceived = (sent: StatusObject): ServiceError => Object.assign(new Error(sent.details), sent);
const METHOD = '/keyledger.v1.Verifier/Verify';

describe('a fault over the wire', () => {
  test.each(FAULT_CODES)('%s arrives with its code, text and field errors', (code) => {
    const errors = [{ field: 'metadata.größe', message: 'at most “4 kB” \u{1f511}' }];
    const sent = statusOf(new Fault(code, 'Said in public.', { errors, internal: 'secret' }), silentLogger, METHOD);
    const fault = faultOf(asReceived(sent), 'internal');
    expect({ code: fault.code, message: fault.message, errors: fault.errors }).toEqual({
      code,
      message: 'Said in public.',
      errors,
    });
    expect(JSON.stringify([sent.details, sent.metadata.toJSON()])).not.toContain('secret');
  });

  test('the statuses are those of the documented classes', () => {
    const byStatus = (code: (typeof FAULT_CODES)[number]): string =>
      status[statusOf(new Fault(code, ''), silentLogger, METHOD).code] ?? '';
    expect(Object.fromEntries(FAULT_CODES.map((code) => [code, byStatus(code)]))).toMatchObject({
      malformed_request: 'INVALID_ARGUMENT',
      validation_failed: 'INVALID_ARGUMENT',
      unauthenticated: 'UNAUTHENTICATED',
      permission_denied: 'PERMISSION_DENIED',
      not_found: 'NOT_FOUND',
      key_revoked: 'FAILED_PRECONDITION',
      slug_taken: 'FAILED_PRECONDITION',
      version_mismatch: 'ABORTED',
      rate_limited: 'RESOURCE_EXHAUSTED',
      outcome_unknown: 'UNAVAILABLE',
      not_caught_up: 'UNAVAILABLE',
      digest_key_unavailable: 'UNAVAILABLE',
    });
  });

  test('field errors beyond what metadata may hold are left out whole', () => {
    const errors = Array.from({ length: 500 }, (_, index) => ({
      field: `scopes[${String(index)}]`,
      message: 'ü'.repeat(50),
    }));
    const sent = statusOf(new Fault('validation_failed', 'x', { errors }), silentLogger, METHOD);
    const received = faultOf(asReceived(sent), 'internal').errors;
    expect(received.length).toBeGreaterThan(5);
    expect(received).toEqual(errors.slice(0, received.length));
    expect(String(sent.metadata.get('keyledger-errors')[0]).length).toBeLessThanOrEqual(4096);
  });
});

test('an unknown error is INTERNAL without its text, which is logged', () => {
  const logged: object[] = [];
  const logger: Logger = { ...silentLogger, error: (fields) => void logged.push(fields) };
  const sent = statusOf(new TypeError('at /srv/app: cannot read x'), logger, METHOD);
  expect(sent).toMatchObject({ code: status.INTERNAL, details: 'internal error' });
  expect(JSON.stringify(sent.metadata.toJSON())).not.toContain('cannot read');
  expect(JSON.stringify(logged)).toContain('cannot read x');
});

describe('a status that is not ours', () => {
  const received = (code: status, named?: string): ServiceError => {
    const metadata = new Metadata();
    if (named !== undefined) metadata.set('keyledger-code', named);
    return asReceived({ code, details: 'proxy said no', metadata });
  };

  test('is the fallback where it says nothing about the request', () => {
    for (const code of [status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED, status.UNKNOWN]) {
      expect(faultOf(received(code), 'ledger_unavailable').code).toBe('ledger_unavailable');
    }
    expect(faultOf(new Error('socket'), 'ledger_unavailable').code).toBe('ledger_unavailable');
  });

  test('keeps its class otherwise, and its text is internal', () => {
    const fault = faultOf(received(status.UNAUTHENTICATED), 'internal');
    expect(fault.code).toBe('unauthenticated');
    expect(fault.message).not.toContain('proxy');
    expect(fault.internal).toContain('proxy said no');
  });

  test('is not believed where its code and its status disagree', () => {
    expect(faultOf(received(status.UNAVAILABLE, 'not_found'), 'ledger_unavailable').code).toBe('ledger_unavailable');
    expect(faultOf(received(status.NOT_FOUND, 'constructor'), 'internal').code).toBe('not_found');
  });
});
