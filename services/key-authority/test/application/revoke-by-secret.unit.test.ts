import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PLAIN_REQUEST } from '@keyledger/domain';
import type { Caller } from '../../src/application/caller.ts';
import { type TestAuthority, startTestAuthority } from '../support/test-authority.ts';

const HOUR = 3_600_000;
const ADMIN: Caller = {
  principal: { subject: 'bootstrap', kind: 'bootstrap', role: 'bootstrap', organizationId: null },
  address: '',
  idempotencyKey: null,
  reason: '',
};

let test_: TestAuthority;
let keyId: string;
let first: string;

const codeOf = async (secret: string): Promise<string> =>
  (await test_.authority.verifier.verify({ ...PLAIN_REQUEST, secret })).reasonCode;
const rotate = async (overlapMs: number): Promise<string> =>
  (await test_.authority.keys.rotate(ADMIN, keyId, overlapMs)).secret ?? '';
const give = (secret: string): Promise<void> => test_.authority.revokeBySecret.revoke(secret, '192.0.2.1');

beforeEach(async () => {
  test_ = await startTestAuthority();
  const { organizations, keys } = test_.authority;
  const { aggregateId } = await organizations.create(ADMIN, { name: 'Acme', slug: 'acme' });
  const made = await keys.create(ADMIN, aggregateId, { name: 'key' });
  keyId = made.aggregateId;
  first = made.secret ?? '';
});
afterEach(() => test_.stop());

describe('revoke-by-secret', () => {
  test('of the newest secret ends the key, and says who had it', async () => {
    await give(first);
    expect(await codeOf(first)).toBe('revoked_key');
    const [event] = test_.catalogue.history(keyId, { limit: 1 }).items;
    expect(event).toMatchObject({ type: 'key.revoked', actor: { kind: 'possession', address: '192.0.2.1' } });
  });

  test('of a secret in its overlap ends itself alone', async () => {
    const second = await rotate(HOUR);
    await give(first);
    expect(await codeOf(first)).toBe('revoked_key');
    expect(await codeOf(second)).toBe('');
  });

  test('of a secret whose overlap is long over does not touch the overlap of another', async () => {
    const second = await rotate(HOUR);
    test_.clock.now += 48 * HOUR;
    const third = await rotate(24 * HOUR);
    await give(first);
    expect(await codeOf(second)).toBe('');
    expect(await codeOf(third)).toBe('');
  });

  test('that a rotation was faster than ends only the old secret', async () => {
    // Both are decided by a state that has not read of the other; the rotation comes first in the ledger.
    const release = test_.ledger.hold();
    const rotating = rotate(HOUR);
    await vi.waitFor(async () => expect(await test_.ledger.end()).toBeGreaterThan(test_.projector.applied));
    const giving = give(first);
    await vi.waitFor(async () => expect(await test_.ledger.end()).toBeGreaterThan(test_.projector.applied + 1));
    release();
    await giving;
    expect(await codeOf(first)).toBe('revoked_key');
    expect(await codeOf(await rotating)).toBe('');
  });

  test('of a public key, an unknown one and nonsense does nothing', async () => {
    const position = test_.projector.applied;
    await Promise.all([give('nonsense'), give(`kl_sk_live_${'0'.repeat(49)}`)]);
    expect(test_.projector.applied).toBe(position);
  });
});
