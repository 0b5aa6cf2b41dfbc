import { isFault } from '@keyledger/ports';
import { describe, expect, it } from 'vitest';
import { addressOf, searchOf, timeOf } from '../../src/grpc/wire-values.ts';
import { ADMIN_TOKEN, startTestAuthority } from '../support/test-authority.ts';

function refusedField(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return isFault(error, 'validation_failed') ? error.errors[0]?.field : error;
  }
  return null;
}

describe('values of the wire', () => {
  it('a time is one of the years 1 to 9999, to the millisecond', () => {
    expect(timeOf('t', { seconds: 1, nanos: 999_999_999 })).toBe(1_999);
    expect(timeOf('t', { seconds: 253_402_300_799, nanos: 0 })).toBe(Date.parse('9999-12-31T23:59:59Z'));
    for (const seconds of [253_402_300_800, 9e18, -62_135_596_801, Number.NaN]) {
      expect(refusedField(() => timeOf('t', { seconds, nanos: 0 }))).toBe('t');
    }
    for (const nanos of [-1, 1_000_000_000]) expect(refusedField(() => timeOf('t', { seconds: 1, nanos }))).toBe('t');
  });

  it('an address is one, or left out', () => {
    expect(['', '10.0.0.1', '2001:db8::1'].map((text) => addressOf('a', text))).toEqual([
      '',
      '10.0.0.1',
      '2001:db8::1',
    ]);
    for (const text of ['here', '10.0.0.1\n', '1'.repeat(100_000)])
      expect(refusedField(() => addressOf('a', text))).toBe('a');
  });

  it('a search has at most 200 characters', () => {
    expect(searchOf('')).toBeNull();
    expect(searchOf('q'.repeat(200))).toHaveLength(200);
    expect(refusedField(() => searchOf('q'.repeat(201)))).toBe('q');
  });
});

describe('an end that no calendar has', () => {
  it('never reaches the ledger, which could not be read again', async () => {
    const test = await startTestAuthority();
    const { authority } = test;
    const principal = await authority.authenticate(ADMIN_TOKEN, { address: '', origin: '' });
    const caller = { principal, address: '', idempotencyKey: null, reason: '' };
    const organization = await authority.organizations.create(caller, { name: 'Acme', slug: 'acme' });
    const before = await test.ledger.end();
    for (const expiresAt of [9e21, Date.parse('9999-12-31T23:59:59.999Z') + 1, Number.NaN, Infinity]) {
      const made = authority.keys.create(caller, organization.aggregateId, { name: 'a', expiresAt });
      await expect(made).rejects.toMatchObject({ code: 'validation_failed', errors: [{ field: 'expires_at' }] });
    }
    expect(await test.ledger.end()).toBe(before);
    await test.stop();
  });
});
