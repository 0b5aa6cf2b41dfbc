import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PLAIN_REQUEST } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';
import { unknownKey } from '../../../../test/kit/keys.ts';
import type { Caller } from '../../src/application/caller.ts';
import { type TestAuthority, startTestAuthority } from '../support/test-authority.ts';
import { TestLogger } from '../support/test-logger.ts';

const HOUR = 3_600_000;
const ADMIN: Caller = {
  principal: { subject: 'bootstrap', kind: 'bootstrap', role: 'bootstrap', organizationId: null },
  address: '',
  idempotencyKey: null,
  reason: '',
};

let test_: TestAuthority;
let logger: TestLogger;
let keyId: string;
let first: string;

const codeOf = async (secret: string): Promise<string> =>
  (await test_.authority.verifier.verify({ ...PLAIN_REQUEST, secret })).reasonCode;
const rotate = async (overlapMs: number): Promise<string> =>
  (await test_.authority.keys.rotate(ADMIN, keyId, overlapMs)).secret ?? '';
const give = (secret: string): Promise<void> => test_.authority.revokeBySecret.revoke(secret, '192.0.2.1');
const accept = (secret: string): Promise<void> => test_.authority.revokeBySecret.accept(secret, '192.0.2.1');
const startOutage = (): void => test_.ledger.failWith(new Fault('ledger_unavailable', 'away'));
const endOutage = (): void => test_.ledger.failWith(null);

beforeEach(async () => {
  logger = new TestLogger();
  test_ = await startTestAuthority({ logger });
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
    await expect.poll(() => test_.ledger.end()).toBeGreaterThan(test_.projector.applied);
    const giving = give(first);
    await expect.poll(() => test_.ledger.end()).toBeGreaterThan(test_.projector.applied + 1);
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

describe('a node that hands a secret on', () => {
  test('is told that it was taken once the ledger has it, and not before', async () => {
    startOutage();
    await expect(give(first)).rejects.toMatchObject({ code: 'ledger_unavailable' });
    await expect(give(unknownKey()), 'the same for one that is not known').rejects.toMatchObject({
      code: 'ledger_unavailable',
    });
    endOutage();
    expect(await codeOf(first)).toBe('');
    await give(first);
    expect(await codeOf(first)).toBe('revoked_key');
    await give(first);
  });

  test('gets rid of forged ones at once, so that they cannot keep the others waiting', async () => {
    const startedAt = performance.now();
    for (let n = 0; n < 60; n++) await give(unknownKey());
    // After half a second each, as at a public door, this would take half a minute.
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  test('asks once with many others who have the same secret', async () => {
    const find = vi.spyOn(test_.authority.keys, 'endSecret');
    await Promise.all(Array.from({ length: 50 }, () => give(first)));
    expect(find).toHaveBeenCalledTimes(1);
  });
});

describe('a stranger who has a secret', () => {
  test('is answered after the same time, whatever it is', async () => {
    const timed = async (secret: string): Promise<number> => {
      const startedAt = performance.now();
      await accept(secret);
      return performance.now() - startedAt;
    };
    startOutage();
    const times = await Promise.all(['nonsense', unknownKey(), first].map(timed));
    endOutage();
    times.push(...(await Promise.all(['nonsense', unknownKey(), first].map(timed))));
    for (const time of times) expect(time).toBeGreaterThan(490);
  });

  test('is answered in an outage, and the secret ends when the ledger is back', async () => {
    startOutage();
    const endSecret = vi.spyOn(test_.authority.keys, 'endSecret');
    await Promise.all(Array.from({ length: 50 }, () => accept(first)));
    // Once for all of them, and again each second that a busy machine has taken for it.
    expect(endSecret.mock.calls.length).toBeLessThan(50);
    expect(test_.authority.revokeBySecret.waiting).toBe(1);
    expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    endOutage();
    await expect.poll(() => codeOf(first)).toBe('revoked_key');
    await expect.poll(() => test_.authority.revokeBySecret.waiting).toBe(0);
  });

  test('is told to come back where too many wait', async () => {
    startOutage();
    const accepted = Array.from({ length: 1_000 }, () => accept(unknownKey()));
    await expect(accept(first)).rejects.toMatchObject({ code: 'rate_limited' });
    await Promise.all(accepted);
    await accept('nonsense');
  });
});

describe('the stop', () => {
  test('waits for what was accepted', async () => {
    startOutage();
    await accept(first);
    const closed = test_.authority.revokeBySecret.close();
    endOutage();
    await closed;
    expect(await codeOf(first)).toBe('revoked_key');
    expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('says how many the ledger has not taken, and never which', async () => {
    startOutage();
    const secrets = [first, unknownKey()];
    await Promise.all(secrets.map(accept));
    await test_.authority.revokeBySecret.close(20);
    expect(logger.lines.filter(({ level }) => level === 'error')).toMatchObject([{ fields: { count: 2 } }]);
    for (const secret of secrets) expect(logger.text).not.toContain(secret);
    await expect(accept(first)).rejects.toMatchObject({ code: 'rate_limited' });
  });
});
